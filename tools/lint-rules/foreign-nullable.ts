import type { Rule } from 'eslint';
import { Kind } from 'graphql';
import { coreIsNonNull, documentOf, foreignTypes, namedType, outputTypes, reportAt } from './subgraph-sdl.ts';

/** What another subgraph resolves is nullable, so that a service that is down costs one null and not the whole answer. */
export const foreignNullable: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      reference:
        '`{{field}}` is answered by the owner of {{type}}: {{type}} must be nullable here, also inside a list.',
      contributed:
        '`{{field}}` is added to {{type}}, which another subgraph owns, and must be nullable. (Is {{type}} ours? Then it carries @idPrefix.)',
    },
  },
  create: (context) => ({
    Program() {
      const foreign = foreignTypes(context);
      for (const type of outputTypes(documentOf(context)))
        for (const field of type.fields ?? []) {
          const data = { field: `${type.name.value}.${field.name.value}`, type: namedType(field.type) };
          const keys = foreign.get(type.name.value);
          // Its owner answers it, and it is named here only as its owner has it, or the graph does not compose.
          if (field.directives?.some(({ name }) => name.value === 'external')) continue;
          if (keys && !keys.has(field.name.value) && field.type.kind === Kind.NON_NULL_TYPE)
            reportAt(context, field, { messageId: 'contributed', data: { ...data, type: type.name.value } });
          else if (foreign.has(data.type) && coreIsNonNull(field.type))
            reportAt(context, field, { messageId: 'reference', data });
        }
    },
  }),
};
