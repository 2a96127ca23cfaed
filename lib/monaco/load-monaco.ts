import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/markdown/register';
import 'monaco-editor/languages/definitions/python/register';
import 'monaco-editor/languages/features/json/register';

/** Monaco with the languages the ADE edits. Import this module only dynamically: it is a megabyte. */
export { monaco };

// Workers come from our own origin, as the CSP demands; the TypeScript service is left out for its size.
globalThis.MonacoEnvironment = {
  getWorker(_id: string, label: string) {
    return label === 'json'
      ? new Worker(new URL('monaco-editor/languages/features/json/json.worker', import.meta.url), { type: 'module' })
      : new Worker(new URL('monaco-editor/editor/editor.worker', import.meta.url), { type: 'module' });
  },
};
