/** Why a label cannot be used, if so; `taken` are those of the agent's other blocks. */
export function blockLabelProblem(label: string, taken: string[] = []): string | undefined {
  if (taken.includes(label)) return `The agent already has a block labelled “${label}”.`;
  return /[<>\s]/.test(label)
    ? 'Leave out spaces and angle brackets: the label becomes a tag in the prompt.'
    : undefined;
}
