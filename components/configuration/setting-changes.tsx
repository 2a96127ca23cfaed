import type { SettingChange } from '#lib/letta/agent-settings.ts';

const SHOWN = 160;

/** Settings before and after. */
export function SettingChanges({ changes }: { changes: SettingChange[] }) {
  return (
    <ul className="flex flex-col gap-1 font-mono text-xs">
      {changes.map(({ path, before, after }) => (
        <li key={path} className="wrap-anywhere">
          <span className="text-muted">{path}</span> <del className="text-danger">{short(before)}</del>{' '}
          <span aria-hidden>→</span> <ins className="text-success no-underline">{short(after)}</ins>
        </li>
      ))}
    </ul>
  );
}

function short(value: unknown): string {
  const text = value === null ? 'not set' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}… (${text.length} characters)` : text;
}
