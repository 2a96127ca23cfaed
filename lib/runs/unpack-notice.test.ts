import { expect, test } from 'vitest';
import { unpackNotice } from './unpack-notice.ts';

test.each([
  ['a packed message', '{"type":"user_message","message":"hi"}', { said: 'hi' }],
  ['a heartbeat', '{"type":"heartbeat","reason":"go on"}', { type: 'heartbeat', text: 'go on' }],
  ['an alert', '<system-alert>Go on.</system-alert>', { type: 'system_alert', text: 'Go on.' }],
  ['JSON of the person', '{"type":"pizza"}', null],
  ['a person who speaks of an alert', 'What is <system-alert>this</system-alert>?', null],
])('reads %s', (_name, text, expected) => {
  expect(unpackNotice(text)).toEqual(expected);
});
