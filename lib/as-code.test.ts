import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { asCode, type CodeCall } from './as-code.ts';

const UPDATE: CodeCall = {
  method: 'PATCH',
  path: '/v1/agents/agent-1',
  body: { name: "It's me", hidden: true, metadata: { tags: ['a'], none: null }, tags: [] },
  sdk: { method: 'agents.update', args: ['agent-1'] },
};
const COUNT: CodeCall = { method: 'GET', path: '/v1/agents/count' };

describe('a call as code', () => {
  it('is a command whose quotes hold', () => {
    const command = asCode(UPDATE, 'curl').replace('curl -sS', 'printf "%s\\n"');
    const env = { ...process.env, LETTA_BASE_URL: 'http://letta', LETTA_API_KEY: 'key' };
    const words = execFileSync('sh', ['-c', command], { env, encoding: 'utf8' });
    expect(words).toContain('http://letta/v1/agents/agent-1');
    expect(words).toContain(`"It's me"`);
  });

  it('runs nothing that a name in its path says', () => {
    const names = '$(id)`id`"!{a}[b]';
    const code = asCode({ method: 'GET', path: `/v1/blocks/${names}`, headers: { 'X-Say': "it's" } }, 'curl');
    const env = { ...process.env, LETTA_BASE_URL: 'http://letta', LETTA_API_KEY: 'key' };
    const words = execFileSync('sh', ['-c', code.replace('curl -sS', 'printf "%s\\n"')], { env, encoding: 'utf8' });
    expect(words).toBe(
      'http://letta/v1/blocks/$(id)`id`"%21%7Ba%7D%5Bb%5D\n-H\nAuthorization: Bearer key\n-H\nX-Say: it\'s\n',
    );
  });

  it('is TypeScript of the SDK, or of its plain methods', () => {
    expect(asCode(UPDATE, 'typescript')).toContain('await client.agents.update("agent-1", {\n  "name": "It\'s me"');
    expect(asCode(COUNT, 'typescript')).toContain('await client.get("/v1/agents/count");');
  });

  it('is Python, with its own words for true and null', () => {
    const code = asCode(UPDATE, 'python');
    expect(code).toContain('answer = client.agents.update(\n    "agent-1",\n    name="It\'s me",\n    hidden=True,');
    expect(code).toContain('"none": None,');
    expect(code).toContain('tags=[],');
    expect(asCode(COUNT, 'python')).toContain('client.get("/v1/agents/count", cast_to=object)');
  });

  it.each(['curl', 'typescript', 'python'] as const)('names the key in %s, and never holds one', (language) => {
    expect(asCode(UPDATE, language)).toContain('LETTA_API_KEY');
    expect(asCode(UPDATE, language)).not.toMatch(/sk-/);
  });
});
