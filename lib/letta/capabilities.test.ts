import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { type CapabilityId, offers, refuseMissing, serverOfferQuery } from './capabilities.ts';
import { describeFailure, statusOf } from './describe-failure.ts';

it.each<[string | null, CapabilityId, boolean | null]>([
  ['0.16.4', 'generate', false],
  ['0.15.9', 'generate', false],
  ['0.16.5', 'generate', null],
  ['0.16.12', 'generate', null],
  ['1.0.0', 'generate', null],
  ['not a version', 'generate', null],
  [null, 'generate', null],
  ['0.16.1', 'conversations', false],
  ['0.1.0', 'archives', null],
])('of a server that tells only its version, %s, to have %s: %s', (version, id, expected) => {
  expect(offers({ version, operations: null }, id)).toBe(expected);
});

it('believes the operations, not the version', () => {
  const operations = ['GET /v1/agents', 'POST /v1/agents/{}/generate'];
  expect(offers({ version: '0.16.4', operations }, 'generate')).toBe(true);
  expect(offers({ version: '1.0.0', operations }, 'archives')).toBe(false);
});

it('refuses in words, and only what is known to be missing', () => {
  const client = new QueryClient();
  const ask = () => refuseMissing(client, 'srv-1', 'resume');
  expect(ask).not.toThrow();
  client.setQueryData(serverOfferQuery('srv-1').queryKey, { version: null, operations: null });
  expect(ask).not.toThrow();
  client.setQueryData(serverOfferQuery('srv-1').queryKey, { version: null, operations: ['GET /v1/agents'] });
  const error = thrownBy(ask);
  expect(statusOf(error)).toBe(501);
  expect(describeFailure(error).title).toBe(
    'Resuming a cut stream: this server does not offer this. It comes with Letta 0.16.8, with Redis.',
  );
});

function thrownBy(action: () => void): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
