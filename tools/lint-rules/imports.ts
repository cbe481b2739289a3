import type { Rule } from 'eslint';
import { placeOf } from './place.ts';
import type { Syntax } from './syntax.ts';

type Importing = Syntax<'ImportDeclaration' | 'ExportAllDeclaration' | 'ExportNamedDeclaration' | 'ImportExpression'>;

/** Calls `check` with the source of every static or dynamic import and re-export. */
function onImport(check: (source: string, node: Importing) => void): Rule.RuleListener {
  const listen = (node: Importing) => {
    if (node.source && 'value' in node.source) check(String(node.source.value), node);
  };
  return {
    ImportDeclaration: listen,
    ExportAllDeclaration: listen,
    ExportNamedDeclaration: listen,
    ImportExpression: listen,
  };
}

/** A subgraph reads its own schema types; another service's types would tie two deployments together. */
export const ownGraphTypes: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { foreign: 'Subgraph {{app}} may import @courtesy/graph-types/{{app}} only, not "{{source}}".' },
  },
  create(context) {
    const { inSubgraph, project: app } = placeOf(context);
    if (!inSubgraph) return {};
    return onImport((source, node) => {
      if (source.startsWith('@courtesy/graph-types') && source !== `@courtesy/graph-types/${app}`)
        context.report({ node, messageId: 'foreign', data: { app, source } });
    });
  },
};

/** The testing lib carries a database server and fixed clocks: nothing that is shipped may reach it. */
export const testingInSpecs: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { shipped: 'Only specs, their worlds and tools may import {{source}}.' },
  },
  create(context) {
    const { isTest, area } = placeOf(context);
    if (isTest || area === 'tools') return {};
    return onImport((source, node) => {
      if (/^(@courtesy\/testing(\/|$)|@jest\/globals$|fast-check$)/.test(source))
        context.report({ node, messageId: 'shipped', data: { source } });
    });
  },
};
