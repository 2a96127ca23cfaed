import { Badge } from '#components/ui/badge.tsx';
import { CodeEditor } from '#components/ui/code-editor.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import type { Tool } from '#lib/letta/tools.ts';
import { formFields } from '#lib/schema-form/form-fields.ts';
import { toolTypeLabel } from './tool-type-label.ts';

/** What Letta's ready-made tools need from outside. */
const NEEDS: Record<string, string> = {
  web_search: 'Needs EXA_API_KEY in the environment of the server.',
  run_code: 'Needs E2B_API_KEY in the environment of the server.',
  run_code_with_tools: 'Needs E2B_API_KEY in the environment of the server.',
  fetch_webpage: 'Works without a key; with EXA_API_KEY it reads more pages.',
  send_message_to_agent_async: 'Do not attach it together with send_message_to_agent_and_wait_for_reply.',
  send_message_to_agent_and_wait_for_reply: 'Do not attach it together with send_message_to_agent_async.',
};

/** A tool that cannot be changed here: what it takes, what it needs, and the schema the model gets. */
export function ToolDetail({ tool }: { tool: Tool }) {
  const fields = formFields(tool.json_schema ?? {});
  const schema = JSON.stringify(tool.json_schema ?? {}, null, 2);
  const need = NEEDS[tool.name ?? ''];
  return (
    <div className="flex flex-col gap-4">
      <p className="flex flex-wrap items-center gap-2 text-muted text-sm">
        <Badge>{toolTypeLabel(tool)}</Badge>
        {tool.tool_type === 'external_mcp'
          ? 'It runs on its MCP server.'
          : 'Part of the server. It has no source to show.'}
      </p>
      {need ? <p className="rounded-md bg-warning-soft px-3 py-2 text-sm">{need}</p> : null}
      {fields.length > 0 ? (
        <table className="w-full text-left text-sm">
          <caption className="pb-1 text-left font-medium">Arguments</caption>
          <tbody className="divide-y divide-border">
            {fields.map((field) => (
              <tr key={field.name}>
                <th scope="row" className="py-1 pr-3 align-top font-mono font-normal">
                  {field.name}
                  {field.isRequired ? '' : '?'}
                </th>
                <td className="py-1 text-muted">{field.description ?? field.kind}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <div className="flex flex-col gap-1">
        <span className="flex items-center justify-between font-medium text-sm">
          Schema <CopyButton text={schema} label="Copy schema" />
        </span>
        <CodeEditor label={`Schema of ${tool.name}`} className="h-80" language="json" value={schema} readOnly />
      </div>
    </div>
  );
}
