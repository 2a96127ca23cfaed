'use client';

import { SettingControl } from '#components/session/setting-control.tsx';
import type { SettingField } from '#lib/letta/setting-fields.ts';
import type { NewAgentPartProps } from './new-agent-part.ts';

/** Settings of which only those that are entered are sent. */
export function NewAgentSettings({ fields, form, problems, change }: NewAgentPartProps & { fields: SettingField[] }) {
  function enter(path: string, value: string | boolean) {
    const { [path]: _before, ...rest } = form.settings;
    change({ settings: value === '' ? rest : { ...rest, [path]: value } });
  }
  return (
    <div className="flex flex-col gap-3">
      {fields.map((field) => (
        <SettingControl
          key={field.path}
          field={field}
          value={form.settings[field.path] ?? (field.control.kind === 'switch' ? false : '')}
          isChanged={field.path in form.settings}
          error={problems.get(field.path)}
          onChange={(value) => enter(field.path, value)}
        />
      ))}
    </div>
  );
}
