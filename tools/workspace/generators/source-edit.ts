import type { Tree } from '@nx/devkit';
import ts from 'typescript';

/** A file the generators add to does not look as they expect; the message says what is missing where. */
export class UnexpectedSource extends Error {}

const parse = (text: string) => ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);

const insert = (text: string, at: number, addition: string) => text.slice(0, at) + addition + text.slice(at);

/** Rewrites one file of the tree. Throws {@link UnexpectedSource} when it is not there. */
export function edit(tree: Tree, path: string, change: (text: string) => string): void {
  const text = tree.read(path, 'utf8');
  if (text === null) throw new UnexpectedSource(`${path} is missing`);
  try {
    tree.write(path, change(text));
  } catch (error) {
    throw error instanceof UnexpectedSource ? new UnexpectedSource(`${path}: ${error.message}`) : error;
  }
}

const isRelative = (specifier: string) => specifier.startsWith('.');

/** Adds an import of `names` from `from`, where it stands in the order of the alphabet among its like. */
export function addImport(text: string, names: string, from: string): string {
  const line = `import { ${names} } from '${from}';\n`;
  const imports = parse(text).statements.filter(ts.isImportDeclaration);
  const specifierOf = (node: ts.ImportDeclaration) => (node.moduleSpecifier as ts.StringLiteral).text;
  const next = imports.find(
    (node) => isRelative(specifierOf(node)) === isRelative(from) && specifierOf(node).localeCompare(from, 'en') > 0,
  );
  if (next) return insert(text, next.getStart(), line);
  const last = imports.at(-1);
  return last ? insert(text, last.end, `\n${line.trimEnd()}`) : line + text;
}

function unwrapped(node: ts.Expression | undefined): ts.Expression | undefined {
  return node && (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) ? unwrapped(node.expression) : node;
}

/** The value of the variable or property called `name`, whichever comes first. */
function valueOf(source: ts.SourceFile, name: string): ts.Expression | undefined {
  let found: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if ((ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) && node.name.getText() === name)
      found = unwrapped(node.initializer);
    if (!found) ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function listOf(text: string, name: string): ts.ArrayLiteralExpression {
  const value = valueOf(parse(text), name);
  if (value && ts.isArrayLiteralExpression(value)) return value;
  throw new UnexpectedSource(`there is no list called ${name}`);
}

function appended(text: string, nodes: ts.NodeArray<ts.Node>, addition: string): string {
  const last = nodes.at(-1);
  return last ? insert(text, last.end, `, ${addition}`) : insert(text, nodes.pos, addition);
}

/** The elements of the array literal called `name`, as they are written. Throws {@link UnexpectedSource}. */
export const elementsOf = (text: string, name: string): string[] =>
  listOf(text, name).elements.map((element) => element.getText());

/** Adds an element at the end of the array literal called `name`; one that is there already is left. Throws {@link UnexpectedSource}. */
export function addElement(text: string, name: string, element: string): string {
  const { elements } = listOf(text, name);
  return elements.some((known) => known.getText() === element) ? text : appended(text, elements, element);
}

/** Adds `key: value` at the end of the object literal called `name`. Throws {@link UnexpectedSource}. */
export function addProperty(text: string, name: string, property: string): string {
  const value = valueOf(parse(text), name);
  if (value && ts.isObjectLiteralExpression(value)) return appended(text, value.properties, property);
  throw new UnexpectedSource(`there is no object called ${name}`);
}
