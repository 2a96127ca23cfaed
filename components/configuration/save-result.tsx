import type { SaveOutcome } from '#lib/letta/agent-settings.ts';
import { SettingChanges } from './setting-changes.tsx';

/** What the server made of a save: what it kept otherwise, and what it changed along with it. */
export function SaveResult({ outcome: { notKept, alsoChanged } }: { outcome: SaveOutcome }) {
  return (
    <div role="status" className="flex flex-col gap-2 text-sm">
      <p className="text-muted">{notKept.length === 0 ? 'Saved.' : 'Saved, but not as it was entered.'}</p>
      {notKept.length > 0 ? (
        <>
          <p className="text-warning">The server kept other values than these:</p>
          <SettingChanges changes={notKept} />
        </>
      ) : null}
      {alsoChanged.length > 0 ? (
        <>
          <p className="text-warning">The server changed this along with it:</p>
          <SettingChanges changes={alsoChanged} />
        </>
      ) : null}
    </div>
  );
}
