'use client';

import { SelectField } from '#components/ui/select-field.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { MoreFilters } from './more-filters.tsx';
import { type Filter, SORTS, STOPS } from './use-agent-filter.ts';

const SORT_LABELS = { newest: 'Newest first', oldest: 'Oldest first', 'last-run': 'Last run first' };

const STOP_LABELS = {
  requires_approval: 'Waits for approval',
  error: 'Stopped by an error',
  llm_api_error: 'The model failed',
  max_steps: 'Ran out of steps',
  cancelled: 'Was cancelled',
  end_turn: 'Ended by itself',
};

interface AgentFilterBarProps {
  serverId: string;
  filter: Filter;
  /** Offered while a tag is typed. */
  knownTags: string[];
  onChange: (change: Partial<Filter>) => void;
}

/** Tags, the end of the last turn, the order, and behind a fold what is seldom asked for. */
export function AgentFilterBar({ serverId, filter, knownTags, onChange }: AgentFilterBarProps) {
  return (
    <div className="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
      <TagList
        label="Only agents with these tags"
        labelHidden
        className="col-span-2 min-w-0 flex-1"
        placeholder="Filter by tag"
        values={filter.tag}
        onValuesChange={(tag) => onChange({ tag })}
        suggestions={knownTags}
      />
      {filter.tag.length > 1 ? (
        <SelectField
          label="Tags needed"
          labelHidden
          value={filter.any ? 'any' : 'all'}
          onValueChange={(value) => onChange({ any: value === 'any' })}
          options={[
            { value: 'all', label: 'All of the tags' },
            { value: 'any', label: 'Any of the tags' },
          ]}
        />
      ) : null}
      <SelectField
        label="How the last turn ended"
        labelHidden
        value={filter.stop ?? ''}
        placeholder="Any last turn"
        onValueChange={(value) => onChange({ stop: STOPS.find((each) => each === value) ?? null })}
        options={STOPS.map((value) => ({ value, label: STOP_LABELS[value] }))}
      />
      <SelectField
        label="Order"
        labelHidden
        value={filter.sort}
        onValueChange={(sort) => onChange({ sort: SORTS.find((each) => each === sort) ?? 'newest' })}
        options={SORTS.map((value) => ({ value, label: SORT_LABELS[value] }))}
      />
      <MoreFilters serverId={serverId} filter={filter} onChange={onChange} />
    </div>
  );
}
