import { fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';
import type { ToolRow } from '#server/embedded/store/tools.ts';
import { type PythonCall, type PythonResult, runPython } from './run-python.ts';
import { toRequirements } from './to-requirements.ts';

/** A tool with this tag may use the internet from inside its sandbox. */
const INTERNET_TAG = 'internet';

/** Runs a tool of the library that is made of Python source, by the name its schema gives it, with its packages. */
export async function runCustomTool(
  tool: Pick<ToolRow, 'name' | 'source_code' | 'pip_requirements' | 'tags'>,
  call: Omit<PythonCall, 'source' | 'functionName' | 'requirements' | 'network'>,
): Promise<PythonResult> {
  return await runPython({
    ...call,
    source: tool.source_code ?? '',
    functionName: tool.name,
    requirements: toRequirements(fromNullableJson<unknown[]>(tool.pip_requirements) ?? []),
    network: fromJson<string[]>(tool.tags).includes(INTERNET_TAG),
  });
}
