const VARIABLE = /\{\{\s*([A-Za-z_]\w*)\s*(?:\|\s*([^{}]*?)\s*)?\}\}/g;

/**
 * Puts variables in the place of `{{ NAME }}` and `{{ NAME | default }}`. A variable that is not there becomes its
 * default; without one the text stays as it is, so that the other side's refusal shows what was missing.
 */
export function fillTemplate(text: string, variables: Record<string, string>): string {
  return text.replace(VARIABLE, (whole, name: string, fallback: string | undefined) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? whole) : (fallback ?? whole),
  );
}
