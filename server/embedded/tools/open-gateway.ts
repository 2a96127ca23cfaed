import { once } from 'node:events';
import { createServer, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { isPublicAddress, lookupPublic } from './public-address.ts';

/** The way of one sandboxed call to the internet. */
export interface Gateway {
  /** A Unix socket that speaks HTTP as a proxy does. */
  path: string;
  /** Ends every connection. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  isAllowed(address: string): boolean;
  lookup: LookupFunction;
}

const MOST_CONNECTIONS = 64;
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'upgrade'];
const PUBLIC: GatewayOptions = { isAllowed: isPublicAddress, lookup: lookupPublic };

/**
 * Opens a proxy in `folder` that connects to public addresses only. Names are resolved here, and the address that was
 * checked is the one connected to. Throws if the socket cannot be made.
 */
export async function openGateway(folder: string, options: GatewayOptions = PUBLIC): Promise<Gateway> {
  const path = join(folder, 'gateway');
  const open = new Set<Duplex>();
  const keep = (socket: Duplex) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((request, response) => forward(request, response, options));
  server.maxConnections = MOST_CONNECTIONS;
  server.on('connection', keep);
  server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    const target = openTunnel(request.url ?? '', { client, head }, options);
    if (target) keep(target);
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    path,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** CONNECT: bytes both ways, whatever they are. */
function openTunnel(
  authority: string,
  { client, head }: { client: Duplex; head: Buffer },
  { isAllowed, lookup }: GatewayOptions,
): Socket | null {
  const url = URL.canParse(`https://${authority}`) ? new URL(`https://${authority}`) : null;
  const host = url ? bareHost(url) : '';
  if (!url || !isHostAllowed(host, isAllowed)) {
    client.end(`HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n`);
    return null;
  }
  const target = connect({ host, port: Number(url.port || 443), lookup });
  target.once('connect', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    target.write(head);
    client.pipe(target).pipe(client);
  });
  target.once('error', (error) => {
    if (target.connecting || !target.bytesRead) client.end(`HTTP/1.1 ${statusOf(error)}\r\ncontent-length: 0\r\n\r\n`);
  });
  client.once('close', () => target.destroy());
  target.once('close', () => client.end());
  return target;
}

/** A plain `http:` request with the whole address in its first line. */
function forward(request: IncomingMessage, response: ServerResponse, { isAllowed, lookup }: GatewayOptions): void {
  const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : null;
  if (url?.protocol !== 'http:' || !isHostAllowed(bareHost(url), isAllowed)) {
    response.writeHead(403).end();
    return;
  }
  const headers = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.includes(name));
  const target = requestHttp(url, {
    method: request.method,
    headers: Object.fromEntries(headers),
    lookup,
    agent: false,
  });
  target.once('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  target.once('error', (error) => {
    if (response.headersSent) response.destroy();
    else response.writeHead(Number.parseInt(statusOf(error), 10)).end();
  });
  response.once('close', () => target.destroy());
  request.pipe(target);
}

/** A socket does not look up what is an address already. */
function isHostAllowed(host: string, isAllowed: (address: string) => boolean): boolean {
  return host !== '' && (isIP(host) === 0 || isAllowed(host));
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function statusOf(error: NodeJS.ErrnoException): string {
  return error.code === 'EBLOCKED' ? '403 Forbidden' : '502 Bad Gateway';
}
