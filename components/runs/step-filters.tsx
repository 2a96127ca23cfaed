'use client';

import { ChevronRight } from 'lucide-react';
import { DateField } from '#components/ui/date-field.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import type { StepFilter } from '#lib/letta/steps.ts';

const FEEDBACK = [
  { value: 'any', label: 'With feedback' },
  { value: 'positive', label: 'Good' },
  { value: 'negative', label: 'Bad' },
  { value: 'none', label: 'Without feedback' },
] as const;

interface StepFiltersProps {
  filter: StepFilter;
  onChange: (filter: StepFilter) => void;
  /** The models seen so far. */
  models: string[];
}

/** Which steps a list shows. */
export function StepFilters({ filter, onChange, models }: StepFiltersProps) {
  return (
    <div className="flex flex-col gap-2 border-border border-b bg-surface px-3 py-2">
      <div className="flex flex-wrap gap-2">
        <SelectField
          label="Model"
          labelHidden
          className="w-44"
          value={filter.model ?? ''}
          placeholder="Any model"
          onValueChange={(model) => onChange({ ...filter, model: model || null })}
          options={models.map((value) => ({ value, label: value }))}
        />
        <SelectField
          label="Feedback"
          labelHidden
          className="w-44"
          value={filter.feedback ?? ''}
          placeholder="Any feedback"
          onValueChange={(value) =>
            onChange({ ...filter, feedback: FEEDBACK.find((each) => each.value === value)?.value ?? null })
          }
          options={[...FEEDBACK]}
        />
      </div>
      <details className="group">
        <summary className="-ml-1 inline-flex h-6 list-none items-center gap-1 rounded-sm px-1 text-muted text-sm hover:text-text [&::-webkit-details-marker]:hidden">
          <ChevronRight className="size-3.5 transition-transform group-open:rotate-90" />
          Tags, traces and dates
        </summary>
        <div className="mt-2 grid grid-cols-2 gap-2">
          <TagList
            label="Tags"
            values={filter.tags}
            onValuesChange={(tags) => onChange({ ...filter, tags })}
            placeholder="Any tags"
          />
          <TagList
            label="Trace ids"
            values={filter.traceIds}
            onValuesChange={(traceIds) => onChange({ ...filter, traceIds })}
            placeholder="Any trace"
          />
          <DateField
            label="From"
            value={filter.from ?? ''}
            onValueChange={(from) => onChange({ ...filter, from: from || null })}
          />
          <DateField
            label="To"
            value={filter.to ?? ''}
            onValueChange={(to) => onChange({ ...filter, to: to || null })}
          />
        </div>
      </details>
    </div>
  );
}
