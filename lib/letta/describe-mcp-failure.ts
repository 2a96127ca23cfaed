import { describeFailure, type Failure, RequestError, statusOf } from './describe-failure.ts';
import { withoutSentSecrets } from './failure-details.ts';

const PRIVATE = /(?:Non-public IP not allowed|Blocked internal hostname|Blocked address): ([\w.:[\]-]+)|not public/;
const UNKNOWN_HOST = /Cannot resolve hostname/;
const LOGIN = /asks for a login/;
const ELSEWHERE = /Enter the token and the values of the headers again/;

/** A failure around an MCP server in words, with the setting that would allow what was refused. */
export function describeMcpFailure(error: unknown): Failure {
  const failure = describeFailure(error);
  const words = error instanceof RequestError ? withoutSentSecrets(error, wordsOf(error.body)) : '';
  if (isStdioRefusal(error)) {
    return {
      ...failure,
      title: 'This server runs no programs as MCP servers',
      message: '',
      next: 'The built-in server does when it is started with ADE_ALLOW_STDIO=1, a Letta server of your own with MCP_DISABLE_STDIO=false.',
    };
  }
  const address = PRIVATE.exec(words);
  if (address) {
    return {
      ...failure,
      title: 'This address is not public',
      message: `${address[1] ?? 'It'} belongs to this machine or its network, which is not allowed.`,
      next: 'The built-in server allows it when it is started with ADE_ALLOW_PRIVATE_MCP=1. A Letta server of your own has no switch for it.',
    };
  }
  if (UNKNOWN_HOST.test(words))
    return { ...failure, title: 'Nobody knows this host', message: 'Check the spelling of the URL.' };
  if (ELSEWHERE.test(words))
    return { ...failure, title: 'The address leads to another server', message: 'Enter its token and headers again.' };
  if (LOGIN.test(words)) {
    return {
      ...failure,
      title: 'The MCP server asks for a login',
      message: 'Enter a token for it, or save it, and connect to it on its page to log in.',
      next: '',
    };
  }
  return describeByStatus(statusOf(error), failure, words);
}

/** Whether a server refuses programs as MCP servers. */
export function isStdioRefusal(error: unknown): boolean {
  return error instanceof RequestError && /stdio .*(?:disabled|not supported)/i.test(wordsOf(error.body));
}

function describeByStatus(status: number | undefined, failure: Failure, words: string): Failure {
  switch (status) {
    case 408:
    case 504:
      return { ...failure, title: 'The MCP server did not answer in time', message: words, next: 'Try again later.' };
    case 409:
      return {
        ...failure,
        title: 'There is an MCP server of this name',
        message: 'Choose another name.',
      };
    case 502:
      return { ...failure, title: 'The MCP server cannot be reached or used', message: words, next: '' };
    default:
      return failure;
  }
}

function wordsOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  if ('detail' in body) return typeof body.detail === 'string' ? body.detail : JSON.stringify(body.detail);
  if (!('error' in body) || typeof body.error !== 'object' || body.error === null) return '';
  return 'message' in body.error ? String(body.error.message) : '';
}
