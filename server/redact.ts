import { HIDDEN, hideCredentials } from '#lib/hide-credentials.ts';

const SHORTEST_SECRET = 6;
const secrets = new Set<string>();

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
  return hideCredentials(clean);
}
