'use client';

import bash from 'highlight.js/lib/languages/bash';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import markdown from 'highlight.js/lib/languages/markdown';
import python from 'highlight.js/lib/languages/python';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';
import { memo, type ReactNode } from 'react';

const languages = { bash, css, diff, javascript, json, markdown, python, sql, typescript, xml, yaml };
const lowlight = createLowlight(languages);
lowlight.registerAlias({ bash: ['console', 'shell-session'], javascript: ['node'], python: ['python3'] });

type Tree = ReturnType<typeof lowlight.highlight>;
type Node = Tree['children'][number];

/** Code in colours, as elements and never as HTML. A language nobody here knows stays plain. */
export const HighlightedCode = memo(function HighlightedCode({ code, language }: { code: string; language: string }) {
  if (!lowlight.registered(language)) return code;
  return lowlight.highlight(language, code).children.map(toReact);
});

function toReact(node: Node, index: number): ReactNode {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return null;
  const names = node.properties['className'];
  return (
    <span key={index} className={Array.isArray(names) ? names.join(' ') : undefined}>
      {node.children.map((child, place) => toReact(child as Node, place))}
    </span>
  );
}
