import type { Rule, Scope } from 'eslint';
import type { AnySyntax, Operand, Syntax } from './syntax.ts';

/** Calls that answer differently each time, whatever object they are called on. */
const RANDOM_CALLS = new Set(['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues']);

/** Names an `object.property` access such as `Date.now`; null when either side is computed. */
function nameOf(node: Syntax<'MemberExpression'>): string | null {
  if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier' || node.computed) return null;
  return `${node.object.name}.${node.property.name}`;
}

function isClockOrRandom(node: Syntax<'MemberExpression'>): boolean {
  return ['Date.now', 'Math.random', 'Temporal.Now', 'process.env'].includes(nameOf(node) ?? '');
}

function calledName(node: Syntax<'CallExpression'>): string {
  const { callee } = node;
  if (callee.type === 'Identifier') return callee.name;
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : '';
}

function isDate(node: Operand): boolean {
  return node.type === 'Identifier' && node.name === 'Date';
}

/** `process.env.NAME = …` tells a dependency something; it does not read anything. */
function isSetting(node: Syntax<'MemberExpression'>): boolean {
  const { parent } = node;
  if (parent?.type !== 'MemberExpression' || parent.object !== node) return false;
  const { parent: assignment } = parent;
  return assignment?.type === 'AssignmentExpression' && assignment.left === parent && assignment.operator === '=';
}

/** Listens for a read of the clock, of chance or of the environment, and hands each to `report` with the words that were used. */
export function ambientListeners(report: (node: AnySyntax, what: string) => void): Rule.RuleListener {
  return {
    NewExpression(node: Syntax<'NewExpression'>) {
      if (isDate(node.callee) && node.arguments.length === 0) report(node, 'new Date()');
    },
    CallExpression(node: Syntax<'CallExpression'>) {
      if (isDate(node.callee)) report(node, 'Date()');
      else if (RANDOM_CALLS.has(calledName(node))) report(node, calledName(node));
    },
    MemberExpression(node: Syntax<'MemberExpression'>) {
      if (isClockOrRandom(node) && !isSetting(node)) report(node, nameOf(node) ?? '');
    },
  };
}

/** Finds every use of a global of one of these names that the file does not declare itself. */
export function globalUses(scope: Scope.Scope, names: ReadonlySet<string>): Scope.Reference[] {
  const undeclared = scope.through;
  const declaredByConfig = [...scope.set.values()].filter((v) => v.defs.length === 0).flatMap((v) => v.references);
  return [...undeclared, ...declaredByConfig].filter((reference) => names.has(reference.identifier.name));
}
