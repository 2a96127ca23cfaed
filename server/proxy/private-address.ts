const PRIVATE = /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd])/i;

/** Whether an IP address is this computer’s or of a network of one’s own. */
export function isPrivateAddress(address: string): boolean {
  return PRIVATE.test(address);
}
