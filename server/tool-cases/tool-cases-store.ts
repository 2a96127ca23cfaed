import { join } from 'node:path';
import { z } from 'zod';
import { type ToolCase, toolCase } from '#lib/tool-cases/tool-case.ts';
import type { Log } from '#server/log.ts';
import { openJsonFile } from '#server/servers/json-file.ts';

/** The saved cases of all tools: by server, then by the tool's name, which stays when a tool is made anew. */
const schema = recordOf(recordOf(z.array(toolCase)));

/** Whose cases they are. */
export interface ToolName {
  serverId: string;
  toolName: string;
}

/** The saved calls of tools. Each change is on disk when its promise resolves; two at once do not undo each other. */
export interface ToolCasesStore {
  list(tool: ToolName): ToolCase[];
  /** Adds a case, or replaces the one with its id. */
  put(tool: ToolName, saved: ToolCase): Promise<void>;
  /** Resolves false when there was none. */
  remove(tool: ToolName, id: string): Promise<boolean>;
}

/** So many cases a tool may have. */
const MOST_CASES = 500;

/** Opens the file of cases in a folder. */
export async function openToolCasesStore(folder: string, log: Log): Promise<ToolCasesStore> {
  const path = join(folder, 'tool-cases.json');
  const file = await openJsonFile({ path, schema, fallback: {}, keepsBackup: true, log });
  const list = ({ serverId, toolName }: ToolName) => own(own(file.read(), serverId), toolName) ?? [];
  const replace = (tool: ToolName, cases: ToolCase[]) => {
    const all = file.read();
    return { ...all, [tool.serverId]: { ...own(all, tool.serverId), [tool.toolName]: cases } };
  };
  return {
    list,
    put: (tool, saved) =>
      file.update(() => {
        const before = list(tool);
        const isKnown = before.some(({ id }) => id === saved.id);
        const cases = isKnown ? before.map((each) => (each.id === saved.id ? saved : each)) : [...before, saved];
        return { value: replace(tool, cases.slice(-MOST_CASES)), result: undefined };
      }),
    remove: (tool, id) =>
      file.update((all) => {
        const before = list(tool);
        const cases = before.filter((each) => each.id !== id);
        return cases.length === before.length
          ? { value: all, result: false }
          : { value: replace(tool, cases), result: true };
      }),
  };
}

/** Zod's own record leaves out what is called `__proto__`, as a tool may be. */
function recordOf<T>(values: z.ZodType<T>): z.ZodType<Record<string, T>> {
  return z
    .custom<object>((value) => typeof value === 'object' && value !== null)
    .transform((record) =>
      Object.fromEntries(Object.entries(record).map(([name, value]) => [name, values.parse(value)])),
    );
}

/** A tool may be called `toString`, which every object has. */
function own<T>(record: Record<string, T> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}
