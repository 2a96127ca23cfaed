'use client';

import { useState } from 'react';
import { DateField } from '#components/ui/date-field.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TagList } from '#components/ui/tag-list.tsx';

/** What a person looks for in archival memory. */
export interface ArchivalFilterState {
  text: string;
  way: 'meaning' | 'words';
  tags: string[];
  matchAllTags: boolean;
  from: string;
  to: string;
}

export const NO_FILTER: ArchivalFilterState = {
  text: '',
  way: 'meaning',
  tags: [],
  matchAllTags: true,
  from: '',
  to: '',
};

interface ArchivalFilterProps {
  filter: ArchivalFilterState;
  /** Offered while a tag is typed. */
  knownTags: string[];
  onChange: (change: Partial<ArchivalFilterState>) => void;
}

/** The search of archival memory; tags and dates fold away. */
export function ArchivalFilter({ filter, knownTags, onChange }: ArchivalFilterProps) {
  const [isOpen, setOpen] = useState(false);
  const isNarrow = filter.tags.length > 0 || filter.from !== '' || filter.to !== '';
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <SearchField
          label="Search archival memory"
          placeholder={filter.way === 'meaning' ? 'Search by meaning' : 'Search by words'}
          className="min-w-36 flex-1"
          value={filter.text}
          onValueChange={(text) => onChange({ text })}
        />
        <SelectField
          label="Search by"
          labelHidden
          className="w-32"
          value={filter.way}
          onValueChange={(way) => onChange({ way: way === 'words' ? 'words' : 'meaning' })}
          options={[
            { value: 'meaning', label: 'Meaning' },
            { value: 'words', label: 'Words' },
          ]}
        />
      </div>
      <details open={isOpen || isNarrow} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="min-h-6 cursor-pointer text-muted text-sm">Tags and dates</summary>
        <div className="mt-1.5 flex flex-col gap-2">
          <TagList
            label="Only with these tags"
            values={filter.tags}
            suggestions={knownTags}
            onValuesChange={(tags) => onChange({ tags })}
          />
          {filter.tags.length > 1 ? (
            <SelectField
              label="Of these tags"
              value={filter.matchAllTags ? 'all' : 'any'}
              onValueChange={(next) => onChange({ matchAllTags: next === 'all' })}
              options={[
                { value: 'all', label: 'All of them' },
                { value: 'any', label: 'Any of them' },
              ]}
            />
          ) : null}
          <div className="grid grid-cols-2 gap-2">
            <DateField label="From" value={filter.from} onValueChange={(from) => onChange({ from })} />
            <DateField label="To" value={filter.to} onValueChange={(to) => onChange({ to })} />
          </div>
        </div>
      </details>
    </div>
  );
}

/** Whether a memory has the tags and the date that are asked for. */
export function passes(
  { tags, matchAllTags, from, to }: ArchivalFilterState,
  memory: { tags: string[]; createdAt: string },
): boolean {
  const has = (tag: string) => memory.tags.includes(tag);
  const day = memory.createdAt.slice(0, 10);
  const fitsTags = tags.length === 0 || (matchAllTags ? tags.every(has) : tags.some(has));
  return fitsTags && (from === '' || day >= from) && (to === '' || day <= to);
}
