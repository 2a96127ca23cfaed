import { describe, expect, it } from 'vitest';
import { toThreadStates } from './thread-states.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const run = (id: string, fields: object = {}) => ({ id, created_at: '2026-11-25T11:59:00Z', ...fields });

describe('toThreadStates', () => {
  it.each([
    ['a run that goes on', { status: 'running' as const }, 'running'],
    ['a run that was left behind', { status: 'running' as const, created_at: '2026-11-25T09:00:00Z' }, 'idle'],
    ['a question', { status: 'completed' as const, stop_reason: 'requires_approval' as const }, 'waiting-for-approval'],
    ['an end', { status: 'completed' as const, stop_reason: 'end_turn' as const }, 'idle'],
  ])('%s', (_name, fields, kind) => {
    expect(toThreadStates([run('run-1', fields)], NOW)).toEqual({ default: { runId: 'run-1', kind } });
  });

  it('the newest run of a thread decides, and threads are apart', () => {
    const answered = [
      run('run-3', { status: 'completed', stop_reason: 'end_turn', conversation_id: 'conv-1' }),
      run('run-2', { status: 'completed', stop_reason: 'requires_approval', conversation_id: 'conv-1' }),
      run('run-1', { status: 'completed', stop_reason: 'requires_approval', conversation_id: 'default' }),
    ];
    expect(toThreadStates(answered, NOW)).toEqual({
      'conv-1': { runId: 'run-3', kind: 'idle' },
      default: { runId: 'run-1', kind: 'waiting-for-approval' },
    });
  });
});
