import type { Hono } from 'hono';
import { routesOf } from './route-table.ts';

/** The Letta version whose behaviour this server has. */
export const LETTA_VERSION = '0.16.8';

interface Operation {
  operationId: string;
  tags: string[];
  parameters: { name: string; in: 'path'; required: true; schema: { type: 'string' } }[];
  responses: Record<string, { description: string }>;
}

/** What this server offers, so that a client can tell before it asks. Bodies are Letta's, and not described here. */
export function openApiOf(v1: Hono) {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const { method, path } of routesOf(v1)) {
    const full = `/v1${path}`;
    paths[full] = { ...paths[full], [method.toLowerCase()]: toOperation(method, path) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Letta ADE embedded server', version: LETTA_VERSION },
    paths,
  };
}

function toOperation(method: string, path: string): Operation {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[^a-z0-9]+/gi, '_')}`,
    tags: [path.split('/')[1] ?? ''],
    parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    responses: { 200: { description: 'Success' }, 422: { description: 'Validation error' } },
  };
}
