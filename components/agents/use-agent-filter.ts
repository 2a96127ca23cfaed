import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { AgentFilter } from '#lib/letta/agents.ts';

export const SORTS = ['newest', 'oldest', 'last-run'] as const;

export const STOPS = ['requires_approval', 'error', 'llm_api_error', 'max_steps', 'cancelled', 'end_turn'] as const;

const PARSERS = {
  q: parseAsString.withDefault(''),
  tag: parseAsArrayOf(parseAsString).withDefault([]),
  any: parseAsBoolean.withDefault(false),
  sort: parseAsStringLiteral(SORTS).withDefault('newest'),
  stop: parseAsStringLiteral(STOPS),
  hidden: parseAsBoolean.withDefault(false),
  identity: parseAsString.withDefault(''),
  key: parseAsArrayOf(parseAsString).withDefault([]),
  project: parseAsString.withDefault(''),
  template: parseAsString.withDefault(''),
  base: parseAsString.withDefault(''),
};

/** What the list shows when nothing is looked for; the order stays. */
export const NO_FILTER = {
  q: null,
  tag: null,
  stop: null,
  identity: null,
  key: null,
  project: null,
  template: null,
  base: null,
};

/** The filter of the list of agents, kept in the address. */
export function useAgentFilter() {
  return useQueryStates(PARSERS);
}

export type Filter = ReturnType<typeof useAgentFilter>[0];

/** Whether some agents may be missing from the list. */
export function isFiltering(filter: Filter): boolean {
  const { q, tag, stop, key, identity, project, template, base } = filter;
  return tag.length + key.length > 0 || stop !== null || [q, identity, project, template, base].some((text) => text);
}

/** The filter as the list is asked for, with the text that is searched now. */
export function toAgentFilter(filter: Filter, text: string): AgentFilter {
  return {
    text,
    tags: filter.tag,
    anyTag: filter.any,
    sort: filter.sort,
    lastStop: filter.stop,
    withHidden: filter.hidden,
    identityId: filter.identity,
    identifierKeys: filter.key,
    projectId: filter.project,
    templateId: filter.template,
    baseTemplateId: filter.base,
  };
}
