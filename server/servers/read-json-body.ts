import type { z } from 'zod';
import { ApiError } from '#server/api-error.ts';

const LONGEST_BODY = 64 * 1024;

/** Parses a small JSON body. Throws a 400 for broken JSON, 413 above 64 KB and 422 naming the first wrong field. */
export async function readJsonBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await parseBody(request));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') || undefined;
  const isOurs = issue?.code === 'custom' || issue?.code === 'too_small' || issue?.code === 'too_big';
  const message = isOurs ? issue.message : `The value of ${field ?? 'the request'} is missing or of the wrong kind.`;
  throw new ApiError(422, { message, next: 'Correct it and send it again.', field });
}

async function parseBody(request: Request): Promise<unknown> {
  try {
    return JSON.parse(await readText(request));
  } catch (error) {
    if (error instanceof ApiError) throw error;
    // Broken JSON and a sender that broke off alike.
    throw new ApiError(400, { message: 'The request is not valid JSON.', next: 'Reload the page and try again.' });
  }
}

async function readText(request: Request): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of request.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_BODY) {
      throw new ApiError(413, { message: 'The request is larger than 64 KB.', next: 'Shorten it and send it again.' });
    }
  }
  return text;
}
