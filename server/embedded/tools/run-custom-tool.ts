import type { ToolRow } from '#server/embedded/store/tools.ts';
import { type PythonCall, type PythonResult, runPython } from './run-python.ts';

/** Runs a tool of the library that is made of Python source, by the name its schema gives it. */
export async function runCustomTool(
  tool: Pick<ToolRow, 'name' | 'source_code'>,
  call: Omit<PythonCall, 'source' | 'functionName'>,
): Promise<PythonResult> {
  return await runPython({ ...call, source: tool.source_code ?? '', functionName: tool.name });
}
