'use client';

import { X } from 'lucide-react';
import { Button } from './button.tsx';
import { Checkbox } from './checkbox.tsx';
import type { ErrorDescription } from './error-note.tsx';
import { type QueryLike, QueryView } from './query-view.tsx';
import { SearchField } from './search-field.tsx';
import { Skeleton } from './skeleton.tsx';

interface Item {
  id: string;
  name: string;
  detail?: string | undefined;
}

interface PickListProps {
  legend: string;
  /** What one is called: `tool`. */
  noun: string;
  search: string;
  onSearch: (text: string) => void;
  query: QueryLike<Item[]>;
  describeError: (error: unknown) => ErrorDescription;
  chosen: { id: string; name: string }[];
  onChange: (chosen: { id: string; name: string }[]) => void;
}

/** Any number of a server's things, found by name. What is chosen stays in view whatever is looked for. */
export function PickList({ legend, noun, search, onSearch, query, describeError, chosen, onChange }: PickListProps) {
  const isChosen = (id: string) => chosen.some((each) => each.id === id);
  const without = (id: string) => chosen.filter((each) => each.id !== id);
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">
        {legend} <span className="tabular font-normal text-faint">{chosen.length || ''}</span>
      </legend>
      {chosen.length > 0 ? (
        <div className="flex flex-wrap gap-1.5">
          {chosen.map(({ id, name }) => (
            <Button
              key={id}
              size="sm"
              icon={<X />}
              aria-label={`Leave out ${name}`}
              onClick={() => onChange(without(id))}
            >
              <span className="max-w-48 truncate font-mono">{name}</span>
            </Button>
          ))}
        </div>
      ) : null}
      <SearchField
        label={`Search ${noun}s by name`}
        placeholder="Search by name"
        value={search}
        onValueChange={onSearch}
      />
      <QueryView
        query={query}
        describeError={describeError}
        skeleton={<Skeleton lines={3} />}
        empty={<p className="text-faint text-sm">No {noun} here.</p>}
      >
        {(items) => (
          <ul
            aria-label={`${legend} to choose from`}
            className="max-h-44 overflow-y-auto rounded-md border border-border px-2.5 py-1.5"
          >
            {items.map(({ id, name, detail }) => (
              <li key={id} className="py-0.5">
                <Checkbox
                  label={name}
                  hint={detail ? <span className="line-clamp-1">{detail}</span> : undefined}
                  checked={isChosen(id)}
                  onCheckedChange={(on) => onChange(on ? [...without(id), { id, name }] : without(id))}
                />
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </fieldset>
  );
}
