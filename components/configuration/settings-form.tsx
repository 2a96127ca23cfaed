'use client';

import type { SubmitEvent } from 'react';
import { SettingControl } from '#components/session/setting-control.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeButton } from '#components/ui/code-button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { readSetting, toInput, toPatch } from '#lib/letta/agent-settings.ts';
import type { AgentState } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import type { SettingField } from '#lib/letta/setting-fields.ts';
import { SaveResult } from './save-result.tsx';
import { SettingChanges } from './setting-changes.tsx';
import { useSettings } from './use-settings.ts';

interface SettingsFormProps {
  /** Names the draft, and the form to assistive technology. */
  name: string;
  label: string;
  agent: AgentState;
  fields: SettingField[];
}

/** Settings that are saved together, with what would be sent before it is, and what the server made of it after. */
export function SettingsForm({ name, label, agent, fields }: SettingsFormProps) {
  const settings = useSettings(name, agent, fields);
  const changed = new Set(settings.changes.map((change) => change.path));

  function handleSubmit(event: SubmitEvent) {
    event.preventDefault();
    settings.save();
  }

  return (
    <form aria-label={label} onSubmit={handleSubmit} className="flex flex-col gap-3">
      {fields.map((field) => (
        <SettingControl
          key={field.path}
          field={field}
          value={settings.inputs[field.path] ?? toInput(field, readSetting(agent, field.path))}
          isChanged={changed.has(field.path)}
          error={settings.problems.get(field.path)}
          onChange={(value) => settings.change(field.path, value)}
        />
      ))}
      {settings.changes.length > 0 ? (
        <section aria-label="What will be saved" className="rounded-md border border-border bg-surface-sunken p-2.5">
          <SettingChanges changes={settings.changes} />
          <div className="mt-2 flex justify-end gap-2">
            <CodeButton
              title="Save these settings"
              call={() => ({
                method: 'PATCH',
                path: `/v1/agents/${agent.id}`,
                body: settings.problems.size > 0 ? {} : toPatch(agent, fields, settings.inputs),
                sdk: { method: 'agents.update', args: [agent.id] },
              })}
            />
            <Button size="sm" onClick={settings.revert}>
              Revert
            </Button>
            <Button
              size="sm"
              type="submit"
              variant="primary"
              busy={settings.isSaving}
              disabledReason={settings.problems.size > 0 ? 'Correct the marked entries first' : undefined}
            >
              Save
            </Button>
          </div>
        </section>
      ) : null}
      {settings.error ? <ErrorNote {...describeFailure(settings.error)} /> : null}
      {settings.outcome ? <SaveResult outcome={settings.outcome} /> : null}
    </form>
  );
}
