import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { derivePythonSchema, PythonSchemaError } from './derive-python-schema.ts';

/** One tool with one parameter `x` of the given annotation, and what comes before it in the source. */
function schemaOfType(annotation: string, before = '') {
  const schema = derivePythonSchema(
    `${before}\ndef f(x: ${annotation}):\n    """F.\n\n    Args:\n        x: an x\n    """\n`,
  );
  const { description, ...type } = schema.parameters.properties['x'] ?? {};
  expect(description).toBe('an x');
  return { type, required: schema.parameters.required.includes('x') };
}

function errorOf(source: string): PythonSchemaError {
  try {
    derivePythonSchema(source);
  } catch (error) {
    if (error instanceof PythonSchemaError) return error;
    throw error;
  }
  throw new Error('A schema was derived.');
}

const strings = { type: 'array', items: { type: 'string' } };
const numberOrString = { anyOf: [{ type: 'integer' }, { type: 'string' }] };
const pair = { minItems: 2, maxItems: 2 };

describe('what a real server answered', () => {
  test.each([
    [
      'def roll_die(sides: int) -> str:\n    """Roll a die.\n\n    Args:\n        sides (int): number of sides\n    """\n    print("rolling")\n    return f"rolled {sides}"\n',
      {
        name: 'roll_die',
        description: 'Roll a die.',
        parameters: {
          type: 'object',
          properties: { sides: { type: 'integer', description: 'number of sides' } },
          required: ['sides'],
        },
      },
    ],
    [
      'def lookup_code(name: str, times: int = 1) -> str:\n    """Look up a code.\n\n    Args:\n        name (str): whose code\n        times (int): how often\n    """\n    import os\n    return f"{name}:{os.environ.get(\'GOLD_KEY\')}" * times\n',
      {
        name: 'lookup_code',
        description: 'Look up a code.',
        parameters: {
          type: 'object',
          properties: {
            name: { type: 'string', description: 'whose code' },
            times: { type: 'integer', description: 'how often' },
          },
          required: ['name'],
        },
      },
    ],
    [
      'def n() -> None:\n    """Nothing."""\n    return None\n',
      { name: 'n', description: 'Nothing.', parameters: { type: 'object', properties: {}, required: [] } },
    ],
  ])('%#', (source, expected) => {
    expect(derivePythonSchema(source)).toEqual(expected);
  });

  test.each([
    ['def nodoc(x: str) -> str:\n    return x\n', 'Function nodoc missing docstring', 1],
    [
      'def notype(x) -> str:\n    """A tool.\n\n    Args:\n        x: the x\n    """\n    return x\n',
      "Type error in schema generation: Parameter 'x' in function 'notype' lacks a type annotation",
      1,
    ],
    ['def broken(:\n  pass', 'Failed to parse source code: invalid syntax (<unknown>, line 1)', 1],
    ['def f(:\n pass', 'Failed to parse source code: invalid syntax (<unknown>, line 1)', 1],
  ])('%j fails', (source, wireMessage, line) => {
    expect(errorOf(source)).toMatchObject({ wireMessage, line });
  });
});

describe('types', () => {
  test.each([
    ['str', { type: 'string' }],
    ['int', { type: 'integer' }],
    ['float', { type: 'number' }],
    ['bool', { type: 'boolean' }],
    ['list', strings],
    ['dict', { type: 'object' }],
    ['tuple', strings],
    ['set', { ...strings, uniqueItems: true }],
    ['Any', {}],
    ['"str"', { type: 'string' }],
    ['\'List["int"]\'', { type: 'array', items: { type: 'integer' } }],
    ['List[str]', strings],
    ['list[str]', strings],
    ['typing.List[int]', { type: 'array', items: { type: 'integer' } }],
    ['Sequence[float]', { type: 'array', items: { type: 'number' } }],
    ['Set[int]', { type: 'array', items: { type: 'integer' }, uniqueItems: true }],
    ['Dict[str, int]', { type: 'object', additionalProperties: { type: 'integer' } }],
    ['dict[str, Any]', { type: 'object', additionalProperties: {} }],
    [
      'list[dict[str, list[bool]]]',
      { type: 'array', items: { type: 'object', additionalProperties: { type: 'array', items: { type: 'boolean' } } } },
    ],
    ['tuple[int, ...]', { type: 'array', items: { type: 'integer' } }],
    [
      'Tuple[int, str]',
      { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'string' }], items: numberOrString, ...pair },
    ],
    [
      'tuple[int, int]',
      { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'integer' }], items: { type: 'integer' }, ...pair },
    ],
    ['Literal["a", \'b\']', { type: 'string', enum: ['a', 'b'] }],
    ['Literal["a, b", "]"]', { type: 'string', enum: ['a, b', ']'] }],
    ['Literal[-1, 0x10, 1_000]', { type: 'integer', enum: [-1, 16, 1000] }],
    ['Literal[True, False]', { type: 'boolean', enum: [true, false] }],
    ['Literal["auto", 3]', { enum: ['auto', 3] }],
    ['List[Literal["user", "tool"]]', { type: 'array', items: { type: 'string', enum: ['user', 'tool'] } }],
    ['Union[int, str]', numberOrString],
    ['int | str', numberOrString],
    ['(int | str)', numberOrString],
    ['int | str | int', numberOrString],
    ['Union[int, Union[str, int]]', numberOrString],
    ['Annotated[int, "how many"]', { type: 'integer' }],
    ['List[Optional[int]]', { type: 'array', items: { type: 'integer' } }],
  ])('%s', (annotation, type) => {
    expect(schemaOfType(annotation)).toEqual({ type, required: true });
  });

  test.each([
    ['Optional[str]', { type: 'string' }],
    ['Optional[List[str]]', strings],
    ['typing.Optional["int"]', { type: 'integer' }],
    ['str | None', { type: 'string' }],
    ['None | dict[str, int]', { type: 'object', additionalProperties: { type: 'integer' } }],
    ['Union[str, None]', { type: 'string' }],
    ['Union[int, str, None]', numberOrString],
    ['Literal["a", None]', { type: 'string', enum: ['a'] }],
    ['None', { type: 'null' }],
  ])('%s may be left out', (annotation, type) => {
    expect(schemaOfType(annotation)).toEqual({ type, required: false });
  });

  test.each([
    ['import typing as t', 't.List[t.Any]', { type: 'array', items: {} }],
    ['from typing import (List as L,  # short\n    Dict)', 'L[int]', { type: 'array', items: { type: 'integer' } }],
    ['import collections.abc as c', 'c.Sequence[str]', strings],
    ['Mode = Literal["on", "off"]', 'Mode', { type: 'string', enum: ['on', 'off'] }],
    ['Rows: TypeAlias = list[int]', 'Rows', { type: 'array', items: { type: 'integer' } }],
    ['type Rows = list[int]', 'list[Rows]', { type: 'array', items: { type: 'array', items: { type: 'integer' } } }],
  ])('%s', (before, annotation, type) => {
    expect(schemaOfType(annotation, before).type).toEqual(type);
  });

  test.each([
    'Foo',
    'datetime.date',
    'bytes',
    'Callable[[int], str]',
    'Optional',
    'List[Foo]',
    'Dict[int, str]',
    'Dict[str]',
    'Literal[b"a"]',
    'Literal[1.5]',
    '"not a type"',
    '3',
    'int & str',
    'a.List[int]',
    `${'List['.repeat(60)}int${']'.repeat(60)}`,
  ])('%s is refused by name', (annotation) => {
    const source = `def f(a: int,\n      x: ${annotation}):\n    """F.\n\n    Args:\n        a: a\n        x: x\n    """\n`;
    expect(errorOf(source)).toMatchObject({ line: 2, column: 10 });
    expect(errorOf(source).message).toMatch(/^Parameter 'x' in function 'f' has /);
    expect(errorOf(source).wireMessage).toMatch(/^Value error in schema generation: Parameter/);
  });
});

describe('pydantic models', () => {
  const models = `from pydantic import BaseModel, Field

class Named(BaseModel):
    name: str = Field(..., description="its name, (all of " "it)")

class Step(Named):
    """One step of a plan.

    Attributes:
        tags: what it is about
    """
    model_config = {}
    KIND: ClassVar[str] = "step"
    _cache: int = 0
    tags: List[str] = Field(default_factory=list)
    after: Optional["Named"] = None
    weight: float = Field(description="how much")
`;

  const step = {
    type: 'object',
    description: 'One step of a plan.',
    properties: {
      name: { type: 'string', description: 'its name, (all of it)' },
      tags: { ...strings, description: 'what it is about' },
      after: {
        type: 'object',
        properties: { name: { type: 'string', description: 'its name, (all of it)' } },
        required: ['name'],
      },
      weight: { type: 'number', description: 'how much' },
    },
    required: ['name', 'weight'],
  };

  test('a model is a nested object', () => {
    const { description: _description, ...type } = step;
    expect(schemaOfType('Step', models)).toEqual({ type, required: true });
    expect(schemaOfType('list[Step]', models).type).toEqual({ type: 'array', items: step });
  });

  test('a field that has no JSON form is named', () => {
    const source =
      'class A(BaseModel):\n    when: datetime\n\ndef f(a: list[A]):\n    """F.\n\n    Args:\n        a: a\n    """';
    expect(errorOf(source).message).toMatch(/^Parameter 'a' in function 'f', field 'A.when', has the type 'datetime'/);
  });

  test.each([
    'class A(BaseModel):\n    a: "A"',
    'class A(A):\n    a: int',
    'class A(B):\n    a: int\nclass B(A):\n    b: int',
    'class A:\n    a: int',
    'A = list[A]',
    Array.from({ length: 30 }, (_, n) => `T${n} = tuple[T${n + 1}, T${n + 1}]`)
      .join('\n')
      .replace('T0', 'A'),
  ])('%s is refused', (before) => {
    expect(() => schemaOfType('A', before)).toThrow(PythonSchemaError);
  });
});

describe('which function, which parameters', () => {
  const doc = '"""D.\n\n    Args:\n        a: an a\n        b: a b\n    """';

  test.each([
    ['the last of many', `def one(a: int):\n    ${doc}\ndef two(a: int):\n    ${doc}\n`, 'two', ['a'], ['a']],
    ['an async one', `def one():\n    "One."\nasync def two(a: int):\n    ${doc}\n`, 'two', ['a'], ['a']],
    ['a decorated one', `@retry(times=3, on=["x)"])\n@log\ndef f(a: int):\n    ${doc}\n`, 'f', ['a'], ['a']],
    ['not a nested one', `def f(a: int):\n    ${doc}\n    def g(q): pass\n    return g\n`, 'f', ['a'], ['a']],
    ['not a method', `def f(a: int):\n    ${doc}\nclass C:\n    def g(self, q): pass\n`, 'f', ['a'], ['a']],
    ['injected ones', `def f(self, agent_state: "AgentState", a: int):\n    ${doc}\n`, 'f', ['a'], ['a']],
    ['stars', `def f(a: int, *args, b: int = 2, **kwargs):\n    ${doc}\n`, 'f', ['a', 'b'], ['a']],
    ['keyword-only', `def f(a: int, /, *, b: int):\n    ${doc}\n`, 'f', ['a', 'b'], ['a', 'b']],
    ['tricky defaults', `def f(a: str = "x, y: (", b: list = [1, (2, 3)]):\n    ${doc}\n`, 'f', ['a', 'b'], []],
    [
      'lambda defaults',
      `def f(a: Any = lambda q, r=1: {q: r}, b: int = 1 if x else 2):\n    ${doc}`,
      'f',
      ['a', 'b'],
      [],
    ],
    ['comments', `def f(\n    a: int,  # the, a\n    b: int  # b: )\n):\n    ${doc}\n`, 'f', ['a', 'b'], ['a', 'b']],
    ['type parameters', `def f[T](a: int) -> list[T]:\n    ${doc}\n`, 'f', ['a'], ['a']],
  ])('%s', (_name, source, name, properties, required) => {
    const schema = derivePythonSchema(source);
    expect(schema.name).toBe(name);
    expect(Object.keys(schema.parameters.properties)).toEqual(properties);
    expect(schema.parameters.required).toEqual(required);
  });

  test('names that mean something to JavaScript are names like any other', () => {
    const args = 'Args:\n        __proto__: a\n        constructor: b';
    const schema = derivePythonSchema(
      `def toString(__proto__: int, constructor: str):\n    """D.\n\n    ${args}\n    """\n`,
    );
    expect(JSON.stringify(schema.parameters.properties)).toBe(
      '{"__proto__":{"type":"integer","description":"a"},"constructor":{"type":"string","description":"b"}}',
    );
  });

  test('a source without a function', () => {
    expect(errorOf('x = 1\n').message).toMatch(/^No function found/);
    expect(errorOf('').line).toBe(1);
  });
});

describe('docstrings', () => {
  function describe(docstring: string, parameters = 'a: int') {
    const { description, parameters: found } = derivePythonSchema(
      `def f(${parameters}):\n${docstring}\n    return 1\n`,
    );
    return { description, ...Object.fromEntries(Object.entries(found.properties).map(([k, v]) => [k, v.description])) };
  }

  test.each([
    ['one line', '    """D.\n    Args:\n        a: text"""', { description: 'D.', a: 'text' }],
    [
      'typed',
      '    """D.\n\n    Args:\n        a (Dict[str, (int)], optional): text: more"""',
      { description: 'D.', a: 'text: more' },
    ],
    [
      'going on',
      '    """D.\n\n    Args:\n        a: text\n            - one\n            - two\n\n    Returns:\n        b: nothing\n    """',
      { description: 'D.', a: 'text\n- one\n- two' },
    ],
    [
      'details',
      '    """\n    Do it.\n    Or not.\n\n      Indented.\n\n    Args:\n        a: text\n    """',
      { description: 'Do it.\n\nOr not.\n\n  Indented.', a: 'text' },
    ],
    ['other title', '    """D.\n\n    Parameters:\n        a: text\n    """', { description: 'D.', a: 'text' }],
    [
      'numpy',
      '    """D.\n\n    More.\n\n    Parameters\n    ----------\n    a : int, optional\n        text\n        more\n\n    Returns\n    -------\n    int\n        a number\n    """',
      { description: 'D.\n\nMore.', a: 'text\nmore' },
    ],
    [
      'sphinx',
      '    """D.\n\n    :param int a: text\n        more\n    :returns: b\n    """',
      { description: 'D.', a: 'text\nmore' },
    ],
    ['tabs', '\t"""D.\n\n\tArgs:\n\t\ta: text\n\t"""\n', { description: 'D.', a: 'text' }],
    ['no summary', '    """\n    Args:\n        a: text\n    """', { description: 'No description.', a: 'text' }],
    ['single quotes', "    'D.\\n\\nArgs:\\n    a: it\\'s \\u00e9\\x41\\101'", { description: 'D.', a: "it's éAA" }],
    ['raw', '    r"""D \\n.\n\n    Args:\n        a: \\d+\n    """', { description: 'D \\n.', a: '\\d+' }],
    ['joined', '    ("D.\\n"\n     "\\nArgs:\\n    a: text")', { description: 'D.', a: 'text' }],
    [
      'unicode',
      '    """Größe 🎲.\n\n    Args:\n        a: 骰子 😀\n    """',
      { description: 'Größe 🎲.', a: '骰子 😀' },
    ],
    [
      'a section of another kind',
      '    """D.\n\n    Note:\n        n.\n\n    Args:\n        a: text\n    Caution:\n        c: no\n    """',
      { description: 'D.\n\nNote:\n    n.', a: 'text' },
    ],
    [
      'examples',
      '    """D.\n\n    Args:\n        a: text\n\n    Examples:\n        f(1)\n\n        f(2)\n    """',
      { description: 'D.\n\nExamples:\n        f(1)\n\n        f(2)', a: 'text' },
    ],
  ])('%s', (_name, docstring, expected) => {
    expect(describe(docstring)).toEqual(expected);
  });

  test.each([
    '    """"""',
    '    """   """',
    '    f"""D."""',
    '    b"""D."""',
    '    x = """D."""',
    '    pass',
    '    # D.',
  ])('%s is none', (body) => {
    expect(errorOf(`def f():\n${body}\n    pass`).message).toBe('Function f missing docstring');
  });

  test('a parameter the docstring says nothing about is an error, unless its type describes it', () => {
    const error = errorOf('def f(a: int):\n    """D."""\n');
    expect(error.message).toBe("Parameter 'a' in function 'f' lacks a description in the docstring");
    expect(describe('    """D."""', 'a: Annotated[int, Field(description="text")]')).toEqual({
      description: 'D.',
      a: 'text',
    });
  });
});

describe('sources', () => {
  const tool = 'def f(a: int):\n    """D.\n\n    Args:\n        a: text\n            more\n    """\n';
  const schema = derivePythonSchema(tool);

  test.each([
    ['CRLF', tool.replaceAll('\n', '\r\n')],
    ['CR', tool.replaceAll('\n', '\r')],
    ['a byte order mark', `\uFEFF${tool}`],
    ['no last newline', tool.trimEnd()],
    ['a semicolon', `x = 1; y = 2\n${tool}`],
    ['a coding line', `# -*- coding: rot13 -*-\n${tool}`],
    ['a decorator with effects', `@__import__("os").system("exit 1")\n${tool}`],
    ['a default with effects', tool.replace('a: int', 'a: int, *args: open("/tmp/x", "w").write("x")')],
    ['top-level effects', `import os, sys\nos._exit(1)\nsys.exit()\nraise SystemExit\nwhile True: pass\n${tool}`],
    ['a class with effects', `class A(__import__("os").fork()):\n    x: print("hi") = exec("1")\n${tool}`],
  ])('%s', (_name, source) => {
    expect(derivePythonSchema(source)).toEqual(schema);
  });

  test.each([
    'x = 1. + 2.e5 + 3.j',
    'def g():\n    yield\n    y = yield\n    z = (yield)',
    'with open(p) as self.f, lock as (b, c):\n    pass',
    'with (open(p) as f,\n      lock as b,\n):\n    pass',
    'for first, *rest in rows: pass',
    'x = [a for *_, a in b]',
    'match x:\n    case {"a": [1, *_]} | Point(x=0):\n        pass\n    case Done() if x:\n        pass\n    case {}:\n        pass',
    'x = lambda a, /, b: a',
    'x: tuple[*Ts] = y',
    'x = f"{d["a"]!r:>{w}} {{}}"',
    'if (n := len(a)) > 3: print(f"{n=}")',
    'try:\n    pass\nexcept* ValueError as e:\n    pass',
    'x = "case 1. as yield:"  # with 1. as yield',
  ])('%s is valid', (before) => {
    expect(derivePythonSchema(`${before}\n${tool}`)).toEqual(schema);
  });

  test.each([
    ['def f(a: int)\n    """D."""\n', 1],
    ['x = 1\ndef f(a: int):\n    """D."""\n    return (a\n', 4],
    ['def f():\n    """D."""\n    return 1 +\n', 3],
    ['def f():\n    """D.\n    return 1\n', 2],
    ['def f():\n    """D."""\n    return "abc\n', 3],
    ['def f():\nreturn 1\n', 2],
    ['export function add(x: number): number { return x; }', 1],
    ['print "hello"\n', 1],
  ])('%j is not', (source, line) => {
    const error = errorOf(source);
    expect(error.message).toBe(`Failed to parse source code: invalid syntax (<unknown>, line ${line})`);
    expect(error.line).toBe(line);
  });

  test('whatever is written, the answer is a schema or a PythonSchemaError', () => {
    const words = fc.constantFrom(
      ...'def f(a: int, *, b="x") """D.\n\n    Args:\n        a: t""" class [ ] | \' # @ \t case as with yield 1. \\ é'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.constant('\n    '), fc.string()), { maxLength: 40 }), (parts) => {
        try {
          derivePythonSchema(parts.join(' '));
        } catch (error) {
          expect(error).toBeInstanceOf(PythonSchemaError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('deep nesting does not overflow', () => {
    const open = '('.repeat(5000);
    expect(() => errorOf(`def f(a: ${open}int${')'.repeat(5000)}):\n    """D."""\n`)).not.toThrow(RangeError);
    expect(errorOf(`def f():\n    ${open}"D."\n`)).toBeInstanceOf(PythonSchemaError);
  });
});
