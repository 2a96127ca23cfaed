import { formatDuration } from '#lib/format.ts';
import { describeRunError, isOver, type Run } from '#lib/letta/runs.ts';
import { toThreadStates } from '#lib/letta/thread-states.ts';
import { stopReasonWords } from '#lib/runs/stop-reason-words.ts';
import { ageOf } from './age.ts';
import type { AgentEvidence, Known } from './agent-evidence.ts';
import { type Finding, joinLooks, type Look, lookAt } from './finding.ts';

const LONG_WAIT_MS = 10 * 60_000;
const SILENT_MS = 10 * 60_000;
const BEGINS_WITHIN_MS = 60_000;

/** Calls that a person has not decided on, in the agent's own thread and in its conversations. */
export function checkApprovals(evidence: AgentEvidence): Look {
  const { agent, now } = evidence;
  const own = agent.pending_approval ? [ownApproval(agent.pending_approval, now)] : [];
  const inThreads = lookAt(evidence.runs, 'Approvals in conversations', (runs) => {
    const waiting = Object.entries(toThreadStates(runs, now)).filter(([thread, state]) => {
      // What the agent itself says of its own thread counts; only older servers say nothing.
      if (thread === 'default' && agent.pending_approval !== undefined) return false;
      return state.kind === 'waiting-for-approval';
    });
    const findings = waiting.map(([thread, { runId }]) =>
      waitingThread(
        thread,
        runs.find(({ id }) => id === runId),
        now,
      ),
    );
    return { findings, looked: 'pending approvals', unknown: [] };
  });
  return joinLooks({ findings: own, looked: '', unknown: [] }, inThreads);
}

function ownApproval(request: NonNullable<AgentEvidence['agent']['pending_approval']>, now: number): Finding {
  const calls = Array.isArray(request.tool_calls) ? request.tool_calls : [request.tool_call];
  const names = calls.map((call) => `${call.name ?? 'a tool without a name'} (${call.tool_call_id ?? 'no id'})`);
  return {
    id: `approval-${request.id}`,
    severity: severityOfWait(ageOf(request.date, now)),
    title: calls.length === 1 ? 'A tool call waits for a decision' : `${calls.length} tool calls wait for a decision`,
    evidence: `${names.join(', ')}, ${since(request.date, now)}. Until then the agent takes no message. Request ${request.id}.`,
    fix: { kind: 'open-thread', conversationId: null },
  };
}

function waitingThread(thread: string, run: Run | undefined, now: number): Finding {
  const date = run?.completed_at ?? run?.created_at ?? null;
  const place = thread === 'default' ? 'the agent’s own thread' : `conversation ${thread}`;
  return {
    id: `approval-${thread}`,
    severity: severityOfWait(ageOf(date, now)),
    title: 'A conversation waits for a decision on a tool call',
    evidence: `The newest run of ${place} stopped at a call, ${since(date, now)}. Run ${run?.id ?? 'unknown'}.`,
    fix: { kind: 'open-thread', conversationId: thread === 'default' ? null : thread },
  };
}

function severityOfWait(age: number | null): Finding['severity'] {
  return age !== null && age > LONG_WAIT_MS ? 'stops' : 'warning';
}

function since(date: string | null, now: number): string {
  const age = ageOf(date, now);
  return age === null ? 'since when is not reported' : `since ${date}, that is ${formatDuration(age)}`;
}

/** Runs that count as going on and are not: they keep the thread busy. */
export function checkRuns({ activeRuns, now }: AgentEvidence): Look {
  return lookAt(activeRuns, 'Runs that are going on', (active) => {
    const looks = active.map(({ run, lastMessageAt }) => lookAtActive(run, lastMessageAt, now));
    const stuck = new Set(looks.flatMap(({ findings }) => findings.map(({ id }) => id)));
    const beside = findBeside(active.map(({ run }) => run)).filter(({ id }) => !stuck.has(id));
    return {
      findings: [...looks.flatMap(({ findings }) => findings), ...beside],
      looked: `${active.length} ${active.length === 1 ? 'run' : 'runs'} not ended`,
      unknown: looks.flatMap(({ unknown }) => unknown),
    };
  });
}

function lookAtActive(run: Run, lastMessageAt: Known<string | null>, now: number): Look {
  const age = ageOf(run.created_at, now);
  const fix = { kind: 'cancel-run', runId: run.id } as const;
  if (run.status === 'created') {
    if (age === null || age <= BEGINS_WITHIN_MS) return nothing();
    const evidence = `Run ${run.id} was created ${formatDuration(age)} ago and is still not running.`;
    return { ...nothing(), findings: [{ id: run.id, severity: 'stops', title: 'A run never began', evidence, fix }] };
  }
  return lookAt(lastMessageAt, `The messages of run ${run.id}`, (date) => {
    const silence = ageOf(date, now) ?? age;
    if (silence === null || silence <= SILENT_MS) return nothing();
    const sign = date ? `its last message came at ${date}, ${formatDuration(silence)} ago` : 'it has no message';
    const evidence = `Run ${run.id} is marked as running since ${run.created_at}; ${sign}.`;
    const title = 'A run shows no sign of life';
    return { ...nothing(), findings: [{ id: run.id, severity: 'stops', title, evidence, fix }] };
  });
}

function nothing(): Look {
  return { findings: [], looked: '', unknown: [] };
}

/** A thread has one run at a time: an older one beside a newer one was left behind. */
function findBeside(active: Run[]): Finding[] {
  const threads = Map.groupBy(active, (run) => run.conversation_id ?? 'default');
  return [...threads].flatMap(([thread, runs]) => {
    const [newest, ...older] = runs.toSorted((a, b) => (b.created_at ?? '').localeCompare(a.created_at ?? ''));
    return older.map(
      (run): Finding => ({
        id: run.id,
        severity: 'warning',
        title: 'Two runs are going on in one thread',
        evidence: `Run ${run.id}, since ${run.created_at ?? 'an unknown time'}, beside the newer ${newest?.id}, both in ${thread}.`,
        fix: { kind: 'cancel-run', runId: run.id },
      }),
    );
  });
}

const LONGEST_DETAILS = 300;
const BAD_ENDS = new Set([
  'error',
  'llm_api_error',
  'invalid_llm_response',
  'invalid_tool_call',
  'no_tool_call',
  'max_tokens_exceeded',
  'insufficient_credits',
  'context_window_overflow_in_system_prompt',
]);

/** Whether the newest run ended as it should. */
export function checkLastTurn({ runs, now }: AgentEvidence): Look {
  return lookAt(runs, 'The last turn', ([last]) => {
    if (!last) return { findings: [], looked: 'no turn yet', unknown: [] };
    const isBad = last.status === 'failed' || BAD_ENDS.has(last.stop_reason ?? '');
    if (!isOver(last) || !isBad) return { findings: [], looked: 'the end of the last turn', unknown: [] };
    const error = describeRunError(last);
    const words = error
      ? [`${error.title}: ${error.message}`, error.details?.slice(0, LONGEST_DETAILS) ?? ''].join(' ').trim()
      : `It ${stopReasonWords(last.stop_reason ?? null)}.`;
    const age = ageOf(last.completed_at ?? last.created_at, now);
    const when = age === null ? '' : ` ${formatDuration(age)} ago.`;
    const finding: Finding = {
      id: `last-turn-${last.id}`,
      severity: 'warning',
      title: 'The last turn went wrong',
      evidence: `${words.replace(/[^.]$/, '$&.')} Run ${last.id}, ${last.stop_reason ?? 'no stop reason'}.${when}`,
      fix: { kind: 'open-run', runId: last.id },
    };
    return { findings: [finding], looked: 'the end of the last turn', unknown: [] };
  });
}
