import type { Context } from 'hono';
import { z } from 'zod';
import type { ImportOptions } from '#server/embedded/agent-file/plan-agent.ts';
import { badRequest, invalidFields } from '#server/embedded/letta-error.ts';
import { checkPart } from './parse-request.ts';

const flag = z
  .enum(['true', 'false', 'True', 'False', '1', '0', 'on', 'off', 'yes', 'no'])
  .transform((value) => ['true', 'True', '1', 'on', 'yes'].includes(value));
const fields = z.looseObject({
  name: z.string().optional(),
  override_name: z.string().optional(),
  append_copy_suffix: flag.default(true),
  override_existing_tools: flag.default(true),
  strip_messages: flag.default(false),
  embedding: z.string().optional(),
  override_embedding_handle: z.string().optional(),
  model: z.string().optional(),
  override_model_handle: z.string().optional(),
  secrets: z.string().optional(),
  env_vars_json: z.string().optional(),
});

/** What `POST /v1/agents/import` is sent. */
export interface ImportForm {
  file: File;
  /** Reads what the person chose; throws 400 when the secrets are no object of texts. */
  readOptions(): ImportOptions;
}

/** Reads the form of an import. Throws the original's 400 for a broken form and 422 for wrong fields. */
export async function parseImportForm(c: Context): Promise<ImportForm> {
  const form = await readForm(c);
  const file = form.get('file');
  if (!(file instanceof File)) {
    const [type, msg] = file === null ? ['missing', 'Field required'] : ['value_error', 'Expected an uploaded file'];
    throw invalidFields([{ type, loc: ['body', 'file'], msg, input: null }]);
  }
  const given = [...form].filter(([, value]) => typeof value === 'string' && value !== '');
  const chosen = checkPart(fields, Object.fromEntries(given), ['body']);
  const readOptions = (): ImportOptions => ({
    name: chosen.name ?? chosen.override_name ?? null,
    nameSuffix: chosen.append_copy_suffix ? '_copy' : '',
    model: chosen.model ?? chosen.override_model_handle ?? null,
    embedding:
      chosen.embedding ?? chosen.override_embedding_handle ?? c.req.header('x-override-embedding-model') ?? null,
    secrets: parseSecrets(chosen.secrets ?? chosen.env_vars_json),
    takenTools: chosen.override_existing_tools ? 'replace' : 'keep',
    messages: chosen.strip_messages ? 'none' : 'all',
  });
  return { file, readOptions };
}

async function readForm(c: Context): Promise<FormData> {
  const type = c.req.header('content-type') ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) return new FormData();
  try {
    return await c.req.raw.formData();
  } catch (error) {
    if (error instanceof TypeError) throw badRequest('Invalid multipart data.');
    throw error;
  }
}

function parseSecrets(text: string | undefined): Record<string, string> {
  if (text === undefined) return {};
  const secrets = z.record(z.string(), z.string()).safeParse(parseJson(text));
  if (secrets.success) return secrets.data;
  throw badRequest('secrets must be a JSON object whose values are texts.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('secrets must be a valid JSON string.');
  }
}
