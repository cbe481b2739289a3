import { globSync, readFileSync } from 'node:fs';
import { mergeTypeDefs } from '@graphql-tools/merge';
import { Kind, parse, print, type DefinitionNode, type DocumentNode } from 'graphql';
import type { SubgraphName } from '../services.ts';

const isSchemaExtension = (definition: DefinitionNode) => definition.kind === Kind.SCHEMA_EXTENSION;

const documentOf = (definitions: readonly DefinitionNode[]): DocumentNode => ({ kind: Kind.DOCUMENT, definitions: [...definitions] });

/**
 * One subgraph's whole SDL: the common part and every `.graphql` file of its app, with extensions merged into one definition per type.
 * The same files give the same text. Throws with the file's name when one does not parse.
 */
export function mergeSdl(root: string, service: SubgraphName): string {
  const files = globSync(`apps/${service}/src/**/*.graphql`, { cwd: root }).sort();
  const definitions = ['libs/graph-types/common.graphql', ...files].flatMap((file) => {
    try {
      return parse(readFileSync(`${root}/${file}`, 'utf8'), { noLocation: true }).definitions;
    } catch (error) {
      throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
    }
  });
  const links = documentOf(definitions.filter(isSchemaExtension));
  const types = mergeTypeDefs([documentOf(definitions.filter((definition) => !isSchemaExtension(definition)))], {
    convertExtensions: true,
    useSchemaDefinition: false,
    sort: true,
  });
  return `${print(links)}\n\n${print(types)}\n`;
}
