import type { Rule } from 'eslint';
import type { Operand, Syntax } from './syntax.ts';

const SPEC_FUNCTIONS = new Set(['it', 'test', 'describe']);
const SHORTHANDS = new Set(['xit', 'xtest', 'xdescribe', 'fit', 'fdescribe']);

function rootName(node: Operand): string {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'MemberExpression' ? rootName(node.object) : '';
}

/** `canRun ? it : it.skip` says why a spec rests, and the run counts it; that form alone is allowed. */
function isReasoned(node: Syntax<'MemberExpression'>): boolean {
  const { parent } = node;
  return parent?.type === 'ConditionalExpression' && parent.test !== node;
}

/** Every spec in the tree runs: none is switched off, singled out, or left for later. */
export const runningSpecs: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      rests: '`{{what}}` keeps specs from running. A spec that cannot run here says `canRun ? it : it.skip`.',
    },
  },
  create(context) {
    return {
      CallExpression(node: Syntax<'CallExpression'>) {
        if (node.callee.type === 'Identifier' && SHORTHANDS.has(node.callee.name))
          context.report({ node, messageId: 'rests', data: { what: node.callee.name } });
      },
      MemberExpression(node: Syntax<'MemberExpression'>) {
        if (node.property.type !== 'Identifier' || !SPEC_FUNCTIONS.has(rootName(node))) return;
        const what = node.property.name;
        const singled = what === 'only' || what === 'todo' || what === 'failing';
        if (singled || (what === 'skip' && !isReasoned(node)))
          context.report({ node, messageId: 'rests', data: { what: `${rootName(node)}.${what}` } });
      },
    };
  },
};
