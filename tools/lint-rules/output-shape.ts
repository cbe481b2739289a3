import type { Rule } from 'eslint';
import { Kind, type FieldDefinitionNode } from 'graphql';
import { documentOf, foreignTypes, hasDirective, namedType, outputTypes, reportAt } from './subgraph-sdl.ts';

const GUARDS = ['authenticated', 'requiresScopes', 'policy'];

/** A reference is an object that the gateway can walk through, never the bare id of one. */
export const objectReferences: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { bare: '`{{field}}` hands out a bare id: give the object itself and let the gateway join it.' },
  },
  create: (context) => ({
    Program() {
      for (const type of outputTypes(documentOf(context)))
        for (const field of type.fields ?? [])
          if (field.name.value !== 'id' && namedType(field.type) === 'ID')
            reportAt(context, field, { messageId: 'bare', data: { field: `${type.name.value}.${field.name.value}` } });
    },
  }),
};

function isListOrBoolean({ type }: FieldDefinitionNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NAMED_TYPE && type.name.value === 'Boolean');
}

/**
 * A list is empty rather than null, and a boolean says yes or no. A field that a guard may blank, and one added to another
 * subgraph's entity, are nullable by the rules of access and ownership.
 */
export const certainListsAndBooleans: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      uncertain: '`{{field}}` must be non-null: a list is empty, a boolean says yes or no (three answers are an enum).',
    },
  },
  create: (context) => ({
    Program() {
      const foreign = foreignTypes(context);
      for (const type of outputTypes(documentOf(context)))
        for (const field of foreign.has(type.name.value) ? [] : (type.fields ?? []))
          if (isListOrBoolean(field) && !hasDirective(field, ...GUARDS))
            reportAt(context, field, {
              messageId: 'uncertain',
              data: { field: `${type.name.value}.${field.name.value}` },
            });
    },
  }),
};
