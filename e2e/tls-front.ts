import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request as ask } from 'node:http';
import { createServer } from 'node:https';

/** What stands in front of a server to speak TLS for it, with a certificate that nobody signed. */
export interface TlsFront {
  readonly url: string;
  /** How many requests it let through. */
  passed(): number;
  close(): Promise<void>;
}

/** Passes everything on to the http server at `target`. The second certificate is another one, as trustworthy as the first. */
export async function openTlsFront(target: string, certificate: 'first' | 'second' = 'first'): Promise<TlsFront> {
  const [keyFile, certificateFile] =
    certificate === 'first'
      ? ['../server/proxy/test-certificate/key.pem', '../server/proxy/test-certificate/certificate.pem']
      : ['../server/doctor/test-certificates/key.pem', '../server/doctor/test-certificates/trusted.pem'];
  const read = (path: string) => readFile(new URL(path, import.meta.url));
  const [key, cert] = await Promise.all([read(keyFile), read(certificateFile)]);
  let passed = 0;
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    passed += 1;
    const { method, headers, url } = incoming;
    const further = ask(`${target}${url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    further.on('error', () => outgoing.destroy());
    incoming.pipe(further);
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return {
    url: `https://127.0.0.1:${address.port}`,
    passed: () => passed,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
