'use client';

import { useId } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { optionsOf, SelectField } from '#components/ui/select-field.tsx';
import { SliderField } from '#components/ui/slider-field.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { SettingField } from '#lib/letta/setting-fields.ts';

interface SettingControlProps {
  field: SettingField;
  value: string | boolean;
  isChanged: boolean;
  error: string | undefined;
  onChange: (value: string | boolean) => void;
}

/** One setting, entered the way its kind asks for. */
export function SettingControl({ field, value, isChanged, error, onChange }: SettingControlProps) {
  const { label, control, off } = field;
  const hint = off ?? field.hint;
  const listId = useId();
  const text = String(value);
  const aside = isChanged ? <Badge tone="warning">changed</Badge> : undefined;
  const shared = { label, hint, error, aside, onValueChange: onChange, disabled: off !== undefined };
  switch (control.kind) {
    case 'switch':
      return (
        <Checkbox {...{ label, hint }} checked={value === true} onCheckedChange={onChange} disabled={shared.disabled} />
      );
    case 'choice':
      return (
        <SelectField
          {...shared}
          value={text}
          placeholder={control.noneLabel ?? (text === '' ? 'Not reported' : undefined)}
          options={optionsOf(control.options, text)}
        />
      );
    case 'json':
      return (
        <div className="flex flex-col gap-1.5">
          <TextArea {...shared} value={text} rows={control.presets ? 2 : 4} mono autoGrow boxClassName="max-h-80" />
          {control.presets ? (
            <span className="flex flex-wrap gap-1.5">
              {control.presets.map((preset) => (
                <Button key={preset.label} size="sm" onClick={() => onChange(JSON.stringify(preset.value, null, 2))}>
                  {preset.label}
                </Button>
              ))}
            </span>
          ) : null}
        </div>
      );
    case 'text':
      return control.multiline ? (
        <TextArea {...shared} value={text} rows={4} autoGrow boxClassName="max-h-80" />
      ) : (
        <>
          <TextField {...shared} value={text} list={control.suggestions ? listId : undefined} />
          {control.suggestions ? (
            <datalist id={listId}>
              {control.suggestions.map((each) => (
                <option key={each} value={each} />
              ))}
            </datalist>
          ) : null}
        </>
      );
    default:
      return control.slider && control.max !== undefined ? (
        <SliderField {...shared} value={text} min={control.min ?? 0} max={control.max} step={control.step ?? 1} />
      ) : (
        <TextField {...shared} value={text} inputMode="decimal" placeholder="Not set" />
      );
  }
}
