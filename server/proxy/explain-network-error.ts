export type NetworkReason = 'dns' | 'refused' | 'timeout' | 'tls' | 'reset' | 'blocked' | 'key';

/** Why a server could not be reached, in words for the person who entered its address. */
export interface NetworkProblem {
  reason: NetworkReason;
  message: string;
  next: string;
}

const REASONS: readonly [RegExp, NetworkReason][] = [
  [/^EBLOCKED$/, 'blocked'],
  [/^EKEY$/, 'key'],
  [/^(?:ENOTFOUND|EAI_|EDNS|ENODATA|ESERVFAIL)/, 'dns'],
  [/^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN|ENETDOWN)$/, 'refused'],
  [/TIMEOUT|^ETIMEDOUT$/, 'timeout'],
  [/CERT|SELF_SIGNED|UNABLE_TO|^ERR_TLS|^ERR_SSL|^EPROTO$/, 'tls'],
];

/** Explains a failed connection to `url`; the text names host and port and nothing secret. */
export function explainNetworkError(error: unknown, url: string): NetworkProblem {
  const { hostname, port, protocol } = new URL(url);
  const at = `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
  const code = networkCode(error);
  const reason = REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? 'reset';
  return { reason, ...describe(reason, { at, hostname, code, isTls: protocol === 'https:' }) };
}

/** The first error code in a chain of causes, for example `ECONNREFUSED`. */
function networkCode(error: unknown): string {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; depth += 1) {
    if ('code' in current && typeof current.code === 'string') return current.code;
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return '';
}

interface Place {
  at: string;
  hostname: string;
  code: string;
  isTls: boolean;
}

function describe(reason: NetworkReason, { at, hostname, code, isTls }: Place): { message: string; next: string } {
  switch (reason) {
    case 'dns':
      return { message: `The name ${hostname} could not be found.`, next: 'Check the spelling and your network.' };
    case 'refused':
      return {
        message: `Nothing answers at ${at} (${code}).`,
        next: 'Start the Letta server there, or correct the address and the port.',
      };
    case 'timeout':
      return {
        message: `${at} did not answer in time.`,
        next: 'Check that the server is running and that no firewall is in between, then try again.',
      };
    case 'tls':
      return describeTls(at, code);
    case 'blocked':
      return {
        message: `${hostname} leads to an address that is never connected to (link-local, cloud metadata, multicast or unspecified).`,
        next: 'Use the name or address the Letta server listens on.',
      };
    case 'key':
      return { message: 'The key contains a character that an HTTP header cannot carry.', next: 'Enter it again.' };
    case 'reset':
      return {
        message: `${at} closed the connection without a complete answer${code.startsWith('HPE_') ? ' in HTTP' : ''}.`,
        next: isTls
          ? 'Try again; if it stays, look at the server log.'
          : 'Try again; if the server uses TLS, write https://.',
      };
  }
}

function describeTls(at: string, code: string): { message: string; next: string } {
  if (/WRONG_VERSION|^EPROTO$|ERR_SSL/.test(code)) {
    return {
      message: `${at} does not speak TLS.`,
      next: 'Write http:// instead of https://, if you trust the network.',
    };
  }
  if (code === 'ECERTPINNED') {
    return {
      message: `${at} shows another certificate than the one you trusted. Nothing was sent.`,
      next: 'If it was renewed, test the connection where you edit it and trust the new one; if not, somebody may be in between.',
    };
  }
  const what = /EXPIRED/.test(code)
    ? 'has expired'
    : /ALTNAME/.test(code)
      ? 'was made for another name'
      : 'is self-signed or from an authority this computer does not know';
  return {
    message: `The TLS certificate of ${at} ${what} (${code}).`,
    next:
      'Compare and trust this one certificate where you edit the connection and test it, or save its authority as a ' +
      'PEM file and start with NODE_EXTRA_CA_CERTS=/path/to/ca.pem npm start.',
  };
}
