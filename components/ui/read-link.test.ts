import { describe, expect, it } from 'vitest';
import { isInlineImage, readLink } from './read-link.ts';

describe('readLink', () => {
  it.each([
    ['https://example.com/a?b=c', 'https://example.com/a?b=c'],
    [' http://example.com ', 'http://example.com/'],
    ['mailto:a@b.c', 'mailto:a@b.c'],
    ['HTTPS://EXAMPLE.COM', 'https://example.com/'],
    ['https://аpple.com', 'https://xn--pple-43d.com/'],
  ])('takes %s', (given, href) => {
    expect(readLink(given)?.href).toBe(href);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' \tjavascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'blob:https://example.com/1',
    'vscode://x',
    'ms-msdt:/id',
    '//evil.test',
    '/settings',
    '#top',
    '',
  ])('refuses %j', (given) => {
    expect(readLink(given)).toBeNull();
  });
});

describe('isInlineImage', () => {
  it.each([
    ['data:image/png;base64,AAAA', true],
    ['data:image/svg+xml;base64,AAAA', false],
    ['data:image/png,<svg onload=alert(1)>', false],
    ['data:text/html;base64,AAAA', false],
    ['https://example.com/a.png', false],
  ])('%s: %s', (src, isInline) => {
    expect(isInlineImage(src)).toBe(isInline);
  });
});
