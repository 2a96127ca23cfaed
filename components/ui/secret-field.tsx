'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { cn } from '#lib/cn.ts';
import { controlStyles } from './control-styles.ts';
import { Field, type FieldProps } from './field.tsx';
import { IconButton } from './icon-button.tsx';

export type SecretFieldProps = FieldProps & {
  value: string;
  onValueChange: (value: string) => void;
  placeholder?: string;
};

/** A value that is not to be read over one's shoulder. It may have line breaks: a password box would drop them. */
export function SecretField({ value, onValueChange, placeholder, ...field }: SecretFieldProps) {
  const [isShown, setShown] = useState(false);
  return (
    <Field {...field}>
      {(control) => (
        <div className="relative">
          <textarea
            {...control}
            rows={value.includes('\n') ? 4 : 1}
            value={value}
            placeholder={placeholder}
            spellCheck={false}
            autoComplete="off"
            data-1p-ignore
            onChange={(event) => onValueChange(event.target.value)}
            className={cn(
              controlStyles,
              'block resize-none py-1.5 pr-9 pl-2.5 font-mono',
              isShown || '[-webkit-text-security:disc]',
            )}
          />
          <span className="absolute top-0.5 right-0.5">
            <IconButton
              label={isShown ? `Hide ${field.label}` : `Show ${field.label}`}
              icon={isShown ? <EyeOff /> : <Eye />}
              onClick={() => setShown(!isShown)}
            />
          </span>
        </div>
      )}
    </Field>
  );
}
