import type { Rule } from 'eslint';
import { Kind, print, type FieldDefinitionNode } from 'graphql';
import { documentOf, namedType, outputTypes, reportAt } from './subgraph-sdl.ts';

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function problemWith(field: FieldDefinitionNode, unions: ReadonlySet<string>): string | null {
  const input = `${pascal(field.name.value)}Input!`;
  const [argument, ...more] = field.arguments ?? [];
  if (!argument || more.length > 0 || argument.name.value !== 'input' || print(argument.type) !== input)
    return `takes exactly one argument, \`input: ${input}\``;
  const result = namedType(field.type);
  if (field.type.kind !== Kind.NON_NULL_TYPE || field.type.type.kind !== Kind.NAMED_TYPE)
    return 'answers with one result that is never null';
  return unions.has(result) || result.endsWith('Result') ? null : 'answers with a union named `…Result`';
}

/** A mutation is a verb on a noun with one input and one result union. */
export const mutationShape: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], messages: { shape: 'Mutation `{{field}}` {{problem}}.' } },
  create: (context) => ({
    Program() {
      const document = documentOf(context);
      const unions = document.definitions.filter((node) => node.kind === Kind.UNION_TYPE_DEFINITION);
      const unionNames = new Set(unions.map(({ name }) => name.value));
      const notUnions = document.definitions.filter(
        (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value.endsWith('Result'),
      );
      for (const type of outputTypes(document).filter(({ name }) => name.value === 'Mutation'))
        for (const field of type.fields ?? []) {
          const isObject = notUnions.some((node) => 'name' in node && node.name?.value === namedType(field.type));
          const problem = isObject ? 'answers with a union, not with one object type' : problemWith(field, unionNames);
          if (problem !== null)
            reportAt(context, field, { messageId: 'shape', data: { field: field.name.value, problem } });
        }
    },
  }),
};
