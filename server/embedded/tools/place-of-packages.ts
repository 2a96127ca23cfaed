import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import type { PythonCall } from './run-python.ts';

/** Where a call finds the packages of its tool, and where it tells that they are being installed. */
export function placeOfPackages({
  environmentsFolder,
  log,
}: EmbeddedContext): Pick<PythonCall, 'environmentsFolder' | 'onProgress'> {
  return { ...(environmentsFolder === null ? {} : { environmentsFolder }), onProgress: log };
}
