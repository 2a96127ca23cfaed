import { childrenOf, type PythonNode, splitAtCommas } from './parse-python.ts';

/** What a source defines at its top level, as far as a tool schema needs it. */
export interface PythonModule {
  text: string;
  functions: PythonNode[];
  classes: Map<string, PythonNode>;
  /** `Rows = list[int]`: the name and the node it stands for. */
  aliases: Map<string, PythonNode>;
  /** `import typing as t`, `from typing import List as L`: the name here and the name there. */
  imports: Map<string, string>;
}

/** Collects the top-level functions, classes, type aliases and renamed imports of a parsed source. */
export function readModule(top: PythonNode, text: string): PythonModule {
  const module: PythonModule = { text, functions: [], classes: new Map(), aliases: new Map(), imports: new Map() };
  for (const statement of listStatements(top)) readStatement(statement, module);
  return module;
}

/** The name a `def` or `class` statement defines. */
export function readDefinedName(definition: PythonNode, text: string): string {
  const name = definition.getChild('VariableName');
  return name ? text.slice(name.from, name.to) : '';
}

function listStatements(top: PythonNode): PythonNode[] {
  return childrenOf(top).flatMap((node) => {
    if (node.name === 'StatementGroup') return listStatements(node);
    return node.name === 'DecoratedStatement' ? childrenOf(node).slice(-1) : [node];
  });
}

function readStatement(statement: PythonNode, module: PythonModule): void {
  switch (statement.name) {
    case 'FunctionDefinition':
      module.functions.push(statement);
      break;
    case 'ClassDefinition':
      module.classes.set(readDefinedName(statement, module.text), statement);
      break;
    case 'ImportStatement':
      readImports(statement, module);
      break;
    case 'AssignStatement':
    case 'TypeDefinition':
      readAlias(statement, module);
      break;
  }
}

function readAlias(statement: PythonNode, module: PythonModule): void {
  const nodes = childrenOf(statement).filter((node) => !['TypeDef', 'AssignOp', 'type', '='].includes(node.name));
  const [name, value, ...others] = nodes;
  if (name?.name === 'VariableName' && value && others.length === 0) {
    module.aliases.set(module.text.slice(name.from, name.to), value);
  }
}

function readImports(statement: PythonNode, module: PythonModule): void {
  for (const item of splitAtCommas(childrenOf(statement))) {
    const parts = item.filter((node) => ['VariableName', '.', 'as', 'import'].includes(node.name));
    const words = parts.map((node) => module.text.slice(node.from, node.to));
    const as = words.indexOf('as');
    const local = words[as + 1];
    if (as < 0 || local === undefined) continue;
    module.imports.set(local, words.slice(words.lastIndexOf('import') + 1, as).join(''));
  }
}
