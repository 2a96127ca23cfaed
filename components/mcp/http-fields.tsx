'use client';

import { SecretField } from '#components/ui/secret-field.tsx';
import { SecretList } from '#components/ui/secret-list.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { McpDraft } from './mcp-draft.ts';

interface HttpFieldsProps {
  draft: McpDraft;
  tokenPlaceholder: string | undefined;
  onChange: (part: Partial<McpDraft>) => void;
}

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** An MCP server that is reached over the web. */
export function HttpFields({ draft, tokenPlaceholder, onChange }: HttpFieldsProps) {
  return (
    <>
      <TextField
        label="URL"
        mono
        inputMode="url"
        placeholder="https://mcp.example.com/mcp"
        value={draft.url}
        onValueChange={(url) => onChange({ url })}
      />
      <div className="flex flex-col gap-4 sm:flex-row sm:items-start">
        <TextField
          label="Header of the token"
          mono
          className="sm:w-2/5"
          placeholder="Authorization"
          value={draft.authHeader}
          onValueChange={(authHeader) => onChange({ authHeader })}
          hint={draft.isTokenSaved ? 'Empty it to remove the token.' : undefined}
          error={headerProblem(draft.authHeader)}
        />
        <SecretField
          label="Token"
          className="flex-1"
          placeholder={draft.isTokenSaved ? 'Saved. Type to replace it' : (tokenPlaceholder ?? 'Bearer …')}
          value={draft.authToken}
          onValueChange={(authToken) => onChange({ authToken })}
          hint="As it is sent, with “Bearer ” before it if the server wants that."
        />
      </div>
      <SecretList
        legend="More headers"
        noun="header"
        namePlaceholder="x-name"
        nameProblem={headerProblem}
        secrets={draft.headers}
        onChange={(headers) => onChange({ headers })}
      />
      <p className="text-pretty text-faint text-sm">
        In the token and in headers, <code className="font-mono">{'{{ VAR }}'}</code> stands for a variable of the agent
        that calls, <code className="font-mono">{'{{ VAR | none }}'}</code> gives it “none” where the agent has none.
        The server also gets the agent's id, as <code className="font-mono">x-agent-id</code>.
      </p>
    </>
  );
}

function headerProblem(name: string): string | undefined {
  return name === '' || HEADER_NAME.test(name) ? undefined : 'A header has letters, digits and hyphens, no spaces.';
}
