/** What stands where a secret was. */
export const HIDDEN = '[hidden]';

/** What can be nothing else. Each keeps what stands before the credential, so that a line stays readable. */
const CERTAIN: readonly RegExp[] = [/(\b)sk-[A-Za-z0-9_-]{6,}/g, /(\/\/)[^\s/@"']{1,200}(?=@)/g];

/** What may also be prose, or the source of a tool. */
const LIKELY: readonly RegExp[] = [
  /((?:x-bare-password|api[_-]?key|password|secret|token|authorization)["']?\s*[:=]\s*["']?(?:(?:bearer|basic|password)\s+)?)[^\s"',;&}]{2,}/gi,
  /(\b(?:bearer|basic)\s+)[^\s"',;]{4,}/gi,
];

/** Replaces everything in a text that looks like a credential by `[hidden]`. */
export function hideCredentials(text: string): string {
  return [...CERTAIN, ...LIKELY].reduce(hide, text);
}

/** Replaces what can only be a credential: what people wrote, and programs, stay as they are. */
export function hideCertainCredentials(text: string): string {
  return CERTAIN.reduce(hide, text);
}

function hide(text: string, pattern: RegExp): string {
  return text.replace(pattern, `$1${HIDDEN}`);
}
