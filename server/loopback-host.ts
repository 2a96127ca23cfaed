/**
 * The address to bind for a HOST setting, or undefined when it is not plainly this machine. Only the plain spellings
 * pass: a wildcard address has too many others (`0`, `0x0`, `::ffff:0.0.0.0`, fullwidth digits) to list them.
 */
export function loopbackHost(setting: string): string | undefined {
  const host = setting.trim().toLowerCase();
  if (host === 'localhost') return '127.0.0.1';
  if (host === '::1' || host === '[::1]') return '::1';
  const octets = /^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host)?.slice(1);
  return octets?.every((octet) => isPlainOctet(octet)) ? host : undefined;
}

function isPlainOctet(octet: string): boolean {
  return String(Number(octet)) === octet && Number(octet) <= 255;
}

/** How a bound address is written in a URL or a Host header. */
export function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** The address a person types: `localhost` for the usual bind address, else the address itself. */
export function readableUrl(host: string, port: number): string {
  return `http://${host === '127.0.0.1' ? 'localhost' : hostInUrl(host)}:${port}`;
}
