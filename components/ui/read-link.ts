const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/** An address that may be offered to a person: whole, and of a scheme that cannot run anything. Null for all others. */
export function readLink(href: string): URL | null {
  const url = URL.parse(href.trim());
  return url && SCHEMES.has(url.protocol) ? url : null;
}

/** An image whose bytes are in the address itself, of a kind that cannot carry a script, at most 2 MB. */
export function isInlineImage(src: string): boolean {
  return /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/.test(src) && src.length <= 2.7 * 1024 * 1024;
}
