'use client';

import type { ClipboardEvent, ComponentProps } from 'react';
import { cn } from '#lib/cn.ts';
import { controlStyles } from './control-styles.ts';
import { Field, type FieldProps } from './field.tsx';
import { useEarlyText } from './use-early-text.ts';

export type TextAreaProps = Omit<ComponentProps<'textarea'>, 'id' | 'className' | 'onChange' | 'ref'> &
  FieldProps & {
    onValueChange?: (value: string) => void;
    /** For what was typed before the page was alive; `onValueChange` unless that would lose other words. */
    onEarlyText?: (text: string) => void;
    /** Grows with its text instead of scrolling; `rows` is then the smallest height. */
    autoGrow?: boolean;
    mono?: boolean;
    /** On the box of the text, for a maximum height. */
    boxClassName?: string;
  };

/** Beyond this many characters a box scrolls and is plain: Chromium takes minutes for `dir=auto` on 5 MB. */
const HUGE = 50_000;

export function TextArea({
  label,
  labelHidden,
  hint,
  error,
  aside,
  className,
  boxClassName,
  onValueChange,
  onEarlyText = onValueChange,
  autoGrow,
  mono,
  rows = 3,
  ...rest
}: TextAreaProps) {
  const box = useEarlyText<HTMLTextAreaElement>(onEarlyText);
  const isHuge = String(rest.value ?? '').length > HUGE;
  const grows = autoGrow && !isHuge;

  /** The browser would lay out a huge paste before React could make the box plain. */
  function handlePaste(event: ClipboardEvent<HTMLTextAreaElement>) {
    const pasted = event.clipboardData.getData('text/plain');
    if (isHuge || !onValueChange || pasted.length <= HUGE) return;
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    onValueChange(value.slice(0, selectionStart) + pasted + value.slice(selectionEnd));
  }

  return (
    <Field label={label} labelHidden={labelHidden} hint={hint} error={error} aside={aside} className={className}>
      {(control) => (
        <div
          className={cn('min-w-0', mono && 'font-mono', grows && 'auto-grow')}
          data-value={grows ? (rest.value ?? rest.defaultValue) : undefined}
        >
          <textarea
            spellCheck={!mono && !isHuge}
            {...rest}
            {...control}
            ref={box}
            rows={isHuge ? 8 : rows}
            dir={isHuge ? undefined : rest.dir}
            onPaste={handlePaste}
            style={grows ? { minHeight: `calc(${rows} * 1.25rem + 0.875rem)` } : undefined}
            className={cn(controlStyles, 'block px-2.5 py-1.5', boxClassName)}
            onChange={(event) => onValueChange?.(event.target.value)}
          />
        </div>
      )}
    </Field>
  );
}
