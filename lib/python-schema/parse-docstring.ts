export interface Docstring {
  /** The text before the first section; empty if there is none. */
  description: string;
  /** What the sections say about each parameter or field, by its name. */
  parameters: Map<string, string>;
}

interface Section {
  title: string;
  style: 'google' | 'numpy';
  lines: string[];
}

const PARAMETER_TITLES = /^(?:(?:keyword |other )?(?:args|arguments|params|parameters)|attributes)$/i;
const GOOGLE_HEADER =
  /^((?:Keyword |Other )?(?:Args|Arguments|Params|Parameters)|Attributes|Raises|Exceptions|Except|Returns?|Yields|Examples?):\s*$/;
const GOOGLE_ITEM = /^(\*{0,2}[\p{L}_][\p{L}\p{N}_]*)\s*(?:\(.*?\)\s*)?:(.*)$/u;
const NUMPY_ITEM = /^([\p{L}\p{N}_*]+(?:\s*,\s*[\p{L}\p{N}_*]+)*)\s*(?::.*)?$/u;
const FIELD = /^:(?:param|parameter|arg|argument|key|keyword|type|returns?|rtype|raises?|yields?)\b/;

/** Reads a docstring in Google, NumPy or Sphinx style. Never throws: what it cannot read is description. */
export function parseDocstring(docstring: string): Docstring {
  const lines = cleanDocstring(docstring).split('\n');
  const firstField = lines.findIndex((line) => FIELD.test(line));
  const { description, sections } = splitSections(firstField < 0 ? lines : lines.slice(0, firstField));
  const parameters = new Map<string, string>();
  for (const section of sections.filter(({ title }) => PARAMETER_TITLES.test(title))) readSection(section, parameters);
  if (firstField >= 0) readFields(lines.slice(firstField), parameters);
  return { description: spaceSummary(description.join('\n').trim()), parameters };
}

/** Takes the indentation of the source out of a docstring, as Python's `inspect.cleandoc` does. */
function cleanDocstring(docstring: string): string {
  const [first = '', ...rest] = docstring.split('\n').map(expandTabs);
  const margin = Math.min(...rest.filter((line) => line.trim() !== '').map(indentOf));
  const lines = [first.trimStart(), ...rest.map((line) => line.slice(margin))];
  return lines
    .join('\n')
    .replace(/^(?:[ ]*\n)+/, '')
    .trimEnd();
}

/** The original puts an empty line after the first line, whatever stood there. */
function spaceSummary(description: string): string {
  const [summary = '', ...rest] = description.split('\n');
  const details = rest.join('\n').trim();
  return details === '' ? summary : `${summary}\n\n${details}`;
}

function splitSections(lines: string[]): { description: string[]; sections: Section[] } {
  const description: string[] = [];
  const sections: Section[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const google = GOOGLE_HEADER.exec(line)?.[1];
    const isNumpy = /^\S/.test(line) && /^-{3,}\s*$/.test(lines[index + 1] ?? '');
    if (google !== undefined) sections.push({ title: google, style: 'google', lines: [] });
    else if (isNumpy) sections.push({ title: line.trim(), style: 'numpy', lines: [] });
    else (sections.at(-1)?.lines ?? description).push(line);
    if (isNumpy && google === undefined) index += 1;
  }
  return { description, sections };
}

function readSection({ style, lines }: Section, parameters: Map<string, string>): void {
  const indent = indentOf(lines.find((line) => line.trim() !== '') ?? '');
  let item: { names: string[]; lines: string[] } | null = null;
  const finishItem = () => {
    for (const name of item?.names ?? []) parameters.set(name, joinText(item?.lines ?? []));
  };
  for (const line of lines) {
    if (line.trim() !== '' && indentOf(line) < indent) break;
    const started = indentOf(line) === indent ? readItem(line.trim(), style) : null;
    if (started) {
      finishItem();
      item = started;
    } else {
      item?.lines.push(line);
    }
  }
  finishItem();
}

function readItem(line: string, style: Section['style']): { names: string[]; lines: string[] } | null {
  const [, names, text = ''] = (style === 'google' ? GOOGLE_ITEM : NUMPY_ITEM).exec(line) ?? [];
  return names === undefined ? null : { names: names.split(',').map((name) => name.trim()), lines: [text] };
}

function readFields(lines: string[], parameters: Map<string, string>): void {
  const fields = `\n${lines.join('\n')}`.split(/\n(?=:\w)/);
  for (const field of fields) {
    const [, name, text = ''] =
      /^:(?:param|parameter|arg|argument|key|keyword)\s+(?:[^:]*\s)?([^\s:]+)\s*:([\s\S]*)$/.exec(field) ?? [];
    if (name !== undefined) parameters.set(name, joinText(text.split('\n')));
  }
}

function joinText([first = '', ...rest]: string[]): string {
  return `${first.trim()}\n${cleanDocstring(`\n${rest.join('\n')}`)}`.trim();
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function expandTabs(line: string): string {
  return line.replace(/^[ \t]+/, (indent) => {
    let width = 0;
    for (const character of indent) width = character === '\t' ? width + 8 - (width % 8) : width + 1;
    return ' '.repeat(width);
  });
}
