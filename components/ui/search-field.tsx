'use client';

import { Search } from 'lucide-react';
import { TextField } from './text-field.tsx';

type SearchFieldProps = {
  /** For a screen reader; a person sees the placeholder. */
  label: string;
  placeholder: string;
  value: string;
  onValueChange: (value: string) => void;
  className?: string;
  /** For a field that appears because one wants to type into it. */
  autoFocus?: boolean;
};

export function SearchField(props: SearchFieldProps) {
  return <TextField {...props} type="search" labelHidden leading={<Search />} />;
}
