import { readFileSync } from 'node:fs';
import type { Difference } from './compare.ts';

/** A difference on purpose: where it shows, and the line of docs/compatibility.md that gives its reason. */
interface Deliberate {
  /** The first cell of the line. */
  reason: string;
  /** The exchanges or streams it shows in. */
  where: RegExp;
  /** The values it shows in; every value where it is missing. */
  path?: RegExp;
}

const ANY = /./;

const DELIBERATE: Deliberate[] = [
  { reason: 'Areas that come later', where: /^empty\/(?:0[6-9]|1[01]|14|17|20)-|^agents\/096-/ },
  { reason: 'Version', where: /^(?:health|secure-mode)\//, path: /\.version$/ },
  { reason: 'Cross-origin requests', where: /^health\/0[56]-cors|^secure-mode\/10-/ },
  { reason: 'The root of the server', where: /^errors\/16-root/ },
  { reason: 'Negative and wrong numbers', where: /negative-limit/ },
  { reason: 'Models of the set-up', where: /^(?:models\/0[1-58]|providers\/1[45])-/ },
  { reason: 'Models of the set-up', where: /^errors\/1[01]-/, path: /^\$$/ },
  { reason: 'Models of the set-up', where: /^agents\//, path: /(?:llm_config|\.model$|model_settings)/ },
  { reason: 'Base tools', where: /^tools\/(?:0[1-9]|10|47|24)-/ },
  { reason: 'Source type of a tool', where: /^tools\//, path: /source_type$/ },
  { reason: 'Name of a tested function', where: /^tools\/(?:3[789]|42|45)-/ },
  { reason: 'Tools as a client runs them', where: /^tools\/(?:59|6[0-2])-/ },
  { reason: 'Generating tools', where: /^tools\/67-/ },
  { reason: 'Model of a compaction', where: ANY, path: /compaction_settings\.model$/ },
  { reason: 'Default description of a block', where: ANY, path: /\.description$/ },
  { reason: 'Who changed a block', where: ANY, path: /blocks\[\w+\]\.last_updated_by_id$/ },
  { reason: 'Tags of a block', where: ANY, path: /blocks\[\w+\]\.tags/ },
  { reason: 'Secrets', where: ANY, path: /(?:secrets|tool_exec_environment_variables)\[\d+\]\.(?:value_enc|id)$/ },
  { reason: 'Secrets', where: /^messages\/65-/, path: /(?:secrets|tool_exec_environment_variables)$/ },
  { reason: 'Hiding an agent', where: /^agents\/08\d-/, path: /\.hidden$/ },
  { reason: 'Agent types', where: /^agents\/(?:006|010|022|036|042)/ },
  { reason: 'Agent types', where: /^(?:messages\/7[012]|preview-raw-payload\/05)/ },
  { reason: 'Sleeptime', where: /^agents\/(?:007|055|098|099)/ },
  { reason: 'Sleeptime', where: /^agents\/(?:04[89]|097)/ },
  { reason: 'Sleeptime', where: /^export-import\/07/, path: /enable_sleeptime$/ },
  { reason: 'Exporting a missing agent', where: /^export-import\/05-/ },
  { reason: 'Random names', where: /^agents\/(?:003|038)/, path: /\.name$/ },
  { reason: 'Names of agents', where: /^agents\/(?:015|087)/ },
  { reason: 'Names of agents', where: /^agents\/\d+/, path: /\.name$/ },
  { reason: 'Two blocks of one label', where: /^agents\/019/ },
  { reason: 'Passages in answers', where: ANY, path: /\.embedding$/ },
  { reason: 'Order of a search', where: /^(?:archival\/1[4-7]|passages\/0[14])-/ },
  { reason: 'Message of a failed turn', where: /^runs\/24-|^steps\/15-/ },
  { reason: 'Message of a failed turn', where: /^streams\/(?:llm-|after-errors|background-)/, path: /^history/ },
  {
    reason: 'A cancelled step',
    where: /^streams\/(?:cancel|after-cancel|conversation-(?:cancel|after|override))/,
    path: /^history/,
  },
  {
    reason: 'End of a cancelled or failed stream',
    where: /^streams\/(?:llm-error-in-step-2|context-overflow-error-forever|background-llm)/,
  },
  { reason: 'Finish reason `length` in a token stream', where: /^streams\/llm-finish-length-tokens/ },
  {
    reason: 'A repeated answer to a request for approval',
    where: /^streams\/approval-/,
    path: /history\[\d+\]\.content$/,
  },
  { reason: 'Output of a tool that did not start', where: /^streams\/wrong-arg-type/, path: /stdout$/ },
  { reason: 'Count of a conversation search', where: /^streams\/conversation-search/, path: /tool_return$/ },
  { reason: 'Asking a provider', where: /^streams\/llm-truncated-stream-(?:inside-tool-call|text)-steps/ },
  {
    reason: 'Images',
    where: /^streams\/(?:image|system-role|assistant-role|override|include|input|use-)/,
    path: /\.source\./,
  },
  { reason: 'Resuming behind the end', where: /^streams\/background-resume-after-last/ },
  { reason: 'Agent types', where: /^streams\/v2-agent/ },
  { reason: 'Cancelling when nothing runs', where: /^(?:messages\/50|conversations\/50)-/ },
  { reason: 'Cancelling when nothing runs', where: /^runs\/0[12]-/, path: /\[1\]\.(?:status|stop_reason|metadata)/ },
  { reason: 'Cancelling when nothing runs', where: /^runs\/0[46]-/ },
  { reason: 'Parts of one message', where: /^(?:messages\/42|steps\/07)-/ },
  { reason: 'Packages of a tool', where: /^messages\/6[57]-/, path: /\.pip_requirements$/ },
  { reason: 'Text beside a tool call', where: /^messages\/04-/ },
  { reason: 'Text beside a tool call', where: /^(?:messages\/32|runs\/1[45])-/, path: /otid$/ },
  { reason: 'When an agent last ran', where: ANY, path: /last_run_(?:completion|duration_ms)$/ },
  { reason: 'Mark of a background send', where: ANY, path: /metadata\.lettuce$/ },
  { reason: 'Why a run failed', where: /^runs\//, path: /stop_reason$/ },
  { reason: 'Tracebacks', where: ANY, path: /traceback$/ },
  {
    reason: 'Sentences of a failed provider',
    where: /^(?:runs|steps)\//,
    path: /(?:metadata\.error|error_data\.message)$/,
  },
  { reason: 'Keys of providers', where: /^providers\//, path: /api_key_enc$/ },
  { reason: 'First list of a provider', where: /^providers\//, path: /last_synced$/ },
  { reason: 'System message of a context window', where: /^summarize\/05-/, path: /messages\[0\]\./ },
  { reason: 'Deleting a run', where: /^runs\/3[12]-/ },
  { reason: 'Listing steps', where: /^steps\/0[1-3]-/ },
  { reason: 'Transaction of a step', where: /^steps\/12-/ },
  { reason: 'Traces', where: /^steps\/(?:06|13|15)-/, path: /(?:request_json|response_json)/ },
  { reason: 'Refused conversations', where: /^conversations\/(?:22|34)-/ },
  { reason: 'Runs of a conversation', where: /^conversations\/52-/ },
  { reason: 'Context of a conversation', where: /^conversations\/45-/ },
  { reason: 'Place of a summary', where: /^conversations\/48-|^summarize\/0[39]-/ },
  { reason: 'Place of a summary', where: /^streams\/context-overflow-error-then/, path: /^history/ },
  { reason: 'Tools of a previewed request', where: /^conversations\/46-/ },
  { reason: 'Source of an MCP tool', where: /^mcp-servers-stdio\//, path: /\.source_code$/ },
  { reason: 'Missing tool of an MCP server', where: /^mcp-servers-stdio\/11-/ },
];

const DOCUMENT = new URL('../../docs/compatibility.md', import.meta.url);

/** Tells differences on purpose from others. Throws when a reason is not in docs/compatibility.md. */
export function createJudge() {
  const document = readFileSync(DOCUMENT, 'utf8');
  const missing = DELIBERATE.filter(({ reason }) => !document.includes(`| ${reason} |`));
  if (missing.length > 0) {
    const names = [...new Set(missing.map(({ reason }) => reason))].join(', ');
    throw new Error(`docs/compatibility.md gives no reason for: ${names}.`);
  }
  const used = new Map<Deliberate, Set<string>>();
  return {
    /** The reason of a difference on purpose, else null. */
    reasonOf(name: string, { path }: Difference): string | null {
      const rule = DELIBERATE.find((each) => each.where.test(name) && (!each.path || each.path.test(path)));
      if (rule) used.set(rule, (used.get(rule) ?? new Set()).add(name));
      return rule?.reason ?? null;
    },
    /** The reasons that were needed, with the number of exchanges and streams they explain. */
    reasons(): [reason: string, count: number][] {
      const names = new Map<string, Set<string>>();
      for (const [{ reason }, found] of used) names.set(reason, new Set([...(names.get(reason) ?? []), ...found]));
      return [...names].map(([reason, found]) => [reason, found.size]);
    },
    /** Rules that met no difference: they should go. */
    unused: () =>
      DELIBERATE.filter((rule) => !used.has(rule)).map(({ reason, where }) => `${reason} (${where.source})`),
  };
}
