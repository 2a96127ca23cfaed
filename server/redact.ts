const HIDDEN = '[hidden]';
const SHORTEST_SECRET = 6;
const secrets = new Set<string>();

/** Each keeps what stands before the credential, so that a line stays readable. */
const PATTERNS: readonly RegExp[] = [
  /(\b)sk-[A-Za-z0-9_-]{6,}/g,
  /((?:x-bare-password|api[_-]?key|password|secret|token|authorization)["']?\s*[:=]\s*["']?(?:(?:bearer|basic|password)\s+)?)[^\s"',;&}]{2,}/gi,
  /(\b(?:bearer|basic)\s+)[^\s"',;]{4,}/gi,
  /(\/\/)[^\s/@"']{1,200}(?=@)/g,
];

/** Makes `redact` hide this value, also in its base64, URL-encoded and JSON-escaped forms. Values under 6 characters are ignored. */
export function registerSecret(value: string | undefined): void {
  if (!value || value.length < SHORTEST_SECRET) return;
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
  for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), base64]) secrets.add(form);
}

/** Replaces every registered secret and everything that looks like a credential by `[hidden]`. */
export function redact(text: string): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, HIDDEN);
  for (const pattern of PATTERNS) clean = clean.replace(pattern, `$1${HIDDEN}`);
  return clean;
}
