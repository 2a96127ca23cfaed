import { derivePythonSchema, PythonSchemaError } from '#lib/python-schema/derive-python-schema.ts';

/** What a tool's source gives: the signature the model will see, or the first problem and where it is. */
export type SourceCheck =
  | { ok: true; signature: string }
  | { ok: false; message: string; line: number; column: number };

/** Reads the schema from Python source, as the server will. */
export function checkToolSource(source: string): SourceCheck {
  try {
    const { name, parameters } = derivePythonSchema(source);
    const names = Object.keys(parameters.properties).map((each) =>
      parameters.required.includes(each) ? each : `${each}?`,
    );
    return { ok: true, signature: `${name}(${names.join(', ')})` };
  } catch (error) {
    if (error instanceof PythonSchemaError)
      return { ok: false, message: error.message, line: error.line, column: error.column };
    throw error;
  }
}
