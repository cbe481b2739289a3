import { globSync, readFileSync } from 'node:fs';
import { mergeTypeDefs } from '@graphql-tools/merge';
import { isTypeDefinitionNode, Kind, parse, print, type DefinitionNode, type DocumentNode } from 'graphql';
import type { SubgraphName } from '../services.ts';

/** One `.graphql` file, as it is read. */
export interface SdlFile {
  /** Its path, for messages. */
  readonly name: string;
  readonly text: string;
}

const isSchemaExtension = (definition: DefinitionNode) => definition.kind === Kind.SCHEMA_EXTENSION;

const documentOf = (definitions: readonly DefinitionNode[]): DocumentNode => ({ kind: Kind.DOCUMENT, definitions: [...definitions] });

function definitionsOf({ name, text }: SdlFile): readonly DefinitionNode[] {
  try {
    return parse(text, { noLocation: true }).definitions;
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * SDL files as one, with extensions merged into one definition per type. The same files give the same text. Throws with the file's name when one
 * does not parse, and with both names when two define the same type: merged, each would have the values of the other.
 */
export function mergeFiles(files: readonly SdlFile[]): string {
  const definedIn = new Map<string, string>();
  const definitions = files.flatMap((file) => {
    const found = definitionsOf(file);
    for (const { name } of found.filter(isTypeDefinitionNode)) {
      const other = definedIn.get(name.value);
      if (other) throw new Error(`${file.name} and ${other} both define ${name.value}: rename one, or let one extend the other.`);
      definedIn.set(name.value, file.name);
    }
    return found;
  });
  const links = documentOf(definitions.filter(isSchemaExtension));
  const types = mergeTypeDefs([documentOf(definitions.filter((definition) => !isSchemaExtension(definition)))], {
    convertExtensions: true,
    useSchemaDefinition: false,
    sort: true,
  });
  return `${print(links)}\n\n${print(types)}\n`;
}

/** One subgraph's whole SDL: the common part and every `.graphql` file of its app. Throws as {@link mergeFiles} does. */
export function mergeSdl(root: string, service: SubgraphName): string {
  const names = ['libs/graph-types/common.graphql', ...globSync(`apps/${service}/src/**/*.graphql`, { cwd: root }).sort()];
  return mergeFiles(names.map((name) => ({ name, text: readFileSync(`${root}/${name}`, 'utf8') })));
}
