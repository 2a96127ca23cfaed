import { createHash } from 'node:crypto';
import type { Embed, EmbeddingInfo } from './model-info.ts';

const DIMENSION = 384;

const info: EmbeddingInfo = {
  handle: 'local/hash',
  name: 'hash',
  providerName: 'demo',
  providerCategory: 'base',
  providerId: null,
  endpointType: 'local',
  endpoint: null,
  dimension: DIMENSION,
};

/**
 * The offline embedding: every word and every three letters of it add to one of 384 numbers. Texts that share
 * words come out near each other; it knows no meaning, and its name says so.
 */
export const hashEmbedding: { info: EmbeddingInfo; embed: Embed } = {
  info,
  embed: async (texts) => texts.map(embedText),
};

function embedText(text: string): Float32Array {
  const vector = new Float32Array(DIMENSION);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    addFeature(vector, word, 1);
    const padded = `^${word}$`;
    for (let start = 0; start + 3 <= padded.length; start += 1) addFeature(vector, padded.slice(start, start + 3), 0.4);
  }
  return normalize(vector);
}

function addFeature(vector: Float32Array, feature: string, weight: number): void {
  const hash = createHash('sha1').update(feature).digest();
  const index = hash.readUInt32LE(0) % DIMENSION;
  const sign = hash.readUInt8(4) & 1 ? 1 : -1;
  vector[index] = (vector[index] ?? 0) + sign * weight;
}

/** The same direction with length 1; a zero vector stays zero. */
export function normalize(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
