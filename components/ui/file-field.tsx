'use client';

import { Field, type FieldProps } from './field.tsx';

export type FileFieldProps = FieldProps & {
  /** As the attribute of the same name: `.json,text/csv`. */
  accept: string;
  onChoose: (file: File) => void;
};

/** A file of this machine. Nothing is read before it is chosen. */
export function FileField({ accept, onChoose, ...field }: FileFieldProps) {
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          type="file"
          accept={accept}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) onChoose(file);
          }}
          className="w-full rounded-md text-muted text-sm file:mr-3 file:h-8 file:cursor-pointer file:rounded-md file:border file:border-border file:border-solid file:bg-surface file:px-3 file:text-text hover:file:bg-hover"
        />
      )}
    </Field>
  );
}
