'use client';

import { X } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { cn } from '#lib/cn.ts';
import { controlStyles } from './control-styles.ts';
import { Field, type FieldProps } from './field.tsx';

export type TagListProps = Omit<FieldProps, 'aside'> & {
  values: string[];
  onValuesChange: (values: string[]) => void;
  placeholder?: string;
  /** Offered while typing. */
  suggestions?: string[];
  disabled?: boolean;
};

export function TagList({
  values,
  onValuesChange,
  placeholder = 'Add a tag',
  suggestions,
  disabled,
  ...field
}: TagListProps) {
  const [draft, setDraft] = useState('');
  const [announcement, setAnnouncement] = useState('');
  const listId = useId();

  function add() {
    const tag = draft.trim();
    setDraft('');
    if (!tag || values.includes(tag)) return;
    onValuesChange([...values, tag]);
    setAnnouncement(`Added ${tag}`);
  }

  function remove(tag: string) {
    onValuesChange(values.filter((value) => value !== tag));
    setAnnouncement(`Removed ${tag}`);
  }

  function handleKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    // Enter also ends the composition of a Japanese or Chinese word.
    if (event.nativeEvent.isComposing) return;
    const last = values.at(-1);
    if (event.key === 'Enter' && draft.trim()) {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && draft === '' && last !== undefined) {
      remove(last);
    }
  }

  return (
    <Field {...field}>
      {(control) => (
        <div
          className={cn(
            controlStyles,
            'flex min-h-8 flex-wrap items-center gap-1 p-0.75 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent-text',
            control['aria-invalid'] && 'border-danger',
          )}
        >
          {values.map((tag) => (
            <Tag key={tag} tag={tag} onRemove={disabled ? undefined : () => remove(tag)} />
          ))}
          <input
            {...control}
            value={draft}
            disabled={disabled}
            list={suggestions ? listId : undefined}
            placeholder={values.length === 0 ? placeholder : undefined}
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="done"
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={handleKeyDown}
            onBlur={add}
            className="h-6 min-w-20 flex-1 bg-transparent px-1.5 outline-none!"
          />
          {suggestions ? (
            <datalist id={listId}>
              {suggestions
                .filter((tag) => !values.includes(tag))
                .map((tag) => (
                  <option key={tag} value={tag} />
                ))}
            </datalist>
          ) : null}
          <span role="status" className="sr-only">
            {announcement}
          </span>
        </div>
      )}
    </Field>
  );
}

function Tag({ tag, onRemove }: { tag: string; onRemove: (() => void) | undefined }) {
  return (
    <span className="inline-flex h-6 max-w-full items-center rounded-sm bg-surface-sunken pl-2 text-sm ring-1 ring-border ring-inset dark:bg-surface-raised">
      <span className={cn('truncate', onRemove ? '' : 'pr-2')}>{tag}</span>
      {onRemove ? (
        <button
          type="button"
          aria-label={`Remove ${tag}`}
          onClick={onRemove}
          className="focus-inset inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-faint hover:text-text"
        >
          <X className="size-3" />
        </button>
      ) : null}
    </span>
  );
}
