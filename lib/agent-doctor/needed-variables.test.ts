import { expect, it } from 'vitest';
import { readNeededVariables } from './needed-variables.ts';

it.each([
  ['a read', 'key = os.environ["KEY"]', ['KEY']],
  ['two reads of one', "os.environ['KEY'] + os.environ['KEY']", ['KEY']],
  ['a read that can do without', 'os.getenv("KEY"); os.environ.get("KEY")', []],
  ['a comment and a text', '# os.environ["KEY"]\nx = \'os.environ["KEY"]\'', []],
  ['one it sets itself', 'os.environ["KEY"] = "1"\nprint(os.environ["KEY"])', []],
  ['a comparison is a read', 'os.environ["KEY"] == "1"', ['KEY']],
  ['one it asks for first', 'if "KEY" in os.environ:\n  os.environ["KEY"]', []],
  ['what is always there', 'os.environ["PATH"] + os.environ["LETTA_AGENT_ID"]', []],
  ['a name that is computed', 'os.environ[name]', []],
  ['source that is broken', 'def (: os.environ["KEY"]', ['KEY']],
])('%s', (_name, source, names) => {
  expect(readNeededVariables(source)).toEqual(names);
});
