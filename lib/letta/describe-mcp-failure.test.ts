import { expect, test } from 'vitest';
import { RequestError } from './describe-failure.ts';
import { describeMcpFailure, isStdioRefusal } from './describe-mcp-failure.ts';

const repr = (words: string) => ({ detail: `[{'type': 'value_error', 'msg': 'Value error, ${words}'}]` });

test.each([
  [422, repr('Non-public IP not allowed: 127.0.0.1'), 'This address is not public', '127.0.0.1'],
  [422, repr('Blocked internal hostname: localhost'), 'This address is not public', 'localhost'],
  [400, { detail: 'Non-public IP not allowed: ::1' }, 'This address is not public', '::1'],
  [422, repr('Cannot resolve hostname: nowhere.example'), 'Nobody knows this host', 'URL'],
  [
    422,
    { detail: 'The address leads to another server. Enter the token and the values of the headers again.' },
    'The address leads to another server',
    'token',
  ],
  [
    409,
    { detail: 'A unique constraint was violated for MCPServer. (sqlalchemy…) [SQL: INSERT]' },
    'There is an MCP server of this name',
    'another name',
  ],
  [
    408,
    { detail: 'The MCP server did not answer within 10 seconds.' },
    'The MCP server did not answer in time',
    '10 seconds',
  ],
  [
    502,
    { error: { type: 'mcp_connection_error', message: 'Nothing listens there.' } },
    'The MCP server cannot be reached or used',
    'Nothing listens',
  ],
  [504, { detail: 'Not within 60 seconds.' }, 'The MCP server did not answer in time', '60 seconds'],
  [
    502,
    { error: { type: 'mcp_connection_error', message: 'The MCP server asks for a login. Check its token.' } },
    'The MCP server asks for a login',
    'on its page',
  ],
  [500, { detail: 'An unknown error occurred' }, 'The server failed', 'unknown error'],
])('%i %j is told as: %s', (status, body, title, words) => {
  const failure = describeMcpFailure(new RequestError(status, body));
  expect(failure.title).toBe(title);
  expect(failure.message).toContain(words);
  expect(failure.message).not.toContain('SQL');
});

test.each([
  'MCP stdio servers are disabled. Set MCP_DISABLE_STDIO=false to enable them.',
  'MCP stdio servers are disabled. Start the server with ADE_ALLOW_STDIO=1 to enable them.',
  'stdio is not supported in the current environment, please use a self-hosted Letta server in order to add a stdio MCP server',
])('that programs are off is told with both settings: %s', (detail) => {
  const error = new RequestError(400, { detail });
  expect(isStdioRefusal(error)).toBe(true);
  expect(describeMcpFailure(error).next).toMatch(/ADE_ALLOW_STDIO=1.*MCP_DISABLE_STDIO=false/);
});
