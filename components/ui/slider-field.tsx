'use client';

import { cn } from '#lib/cn.ts';
import { controlStyles } from './control-styles.ts';
import { Field, type FieldProps } from './field.tsx';

export type SliderFieldProps = FieldProps & {
  /** Text, so that what is half typed stays. */
  value: string;
  onValueChange: (value: string) => void;
  min: number;
  max: number;
  step: number;
  disabled?: boolean;
};

/** A number within bounds: by a slider, or typed beside it. */
export function SliderField({ value, onValueChange, min, max, step, disabled, ...field }: SliderFieldProps) {
  const number = Number(value);
  return (
    <Field {...field}>
      {(control) => (
        <div className="flex items-center gap-3">
          <input
            type="range"
            disabled={disabled}
            aria-label={`${field.label}, slider`}
            min={min}
            max={max}
            step={step}
            value={Number.isFinite(number) ? number : min}
            onChange={(event) => onValueChange(event.target.value)}
            className="h-6 min-w-0 flex-1 accent-(--color-accent)"
          />
          <span className="w-24 shrink-0">
            <input
              {...control}
              disabled={disabled}
              inputMode="decimal"
              autoComplete="off"
              value={value}
              onChange={(event) => onValueChange(event.target.value)}
              className={cn(controlStyles, 'tabular h-8 px-2 text-right')}
            />
          </span>
        </div>
      )}
    </Field>
  );
}
