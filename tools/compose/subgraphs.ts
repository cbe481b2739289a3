import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { subgraphPorts } from '../services.ts';

/** A subgraph as it goes into the composition. */
export interface SubgraphSource {
  readonly name: string;
  /** Where it listens on a developer's machine; a deployment overrides it with `SUBGRAPH_URLS`. */
  readonly url: string;
  readonly sdl: string;
}

const ports: Readonly<Record<string, number>> = subgraphPorts(4000);

/** A subgraph of the repository cannot be composed as it is; the message says what, where and how to mend it. */
export class SubgraphProblem extends Error {}

function portOf(name: string): number {
  const port = ports[name];
  if (port !== undefined) return port;
  throw new SubgraphProblem(
    `no port is known for the subgraph "${name}"\n  where: tools/services.ts\n  how:   add it at the end of the list of subgraphs`,
  );
}

/** Names of the apps that are subgraphs: those with a generated `src/sdl.ts`, in alphabetical order. */
export const subgraphNames = (root: string): string[] =>
  readdirSync(join(root, 'apps'))
    .filter((name) => existsSync(join(root, 'apps', name, 'src', 'sdl.ts')))
    .sort();

/** Reads every subgraph of the repository at `root`. Throws {@link SubgraphProblem}. */
export async function readSubgraphs(root: string): Promise<SubgraphSource[]> {
  return Promise.all(
    subgraphNames(root).map(async (name) => {
      const file = join(root, 'apps', name, 'src', 'sdl.ts');
      const { typeDefs } = (await import(pathToFileURL(file).href)) as { typeDefs?: unknown };
      if (typeof typeDefs !== 'string') {
        throw new SubgraphProblem(
          `it exports no typeDefs text\n  where: apps/${name}/src/sdl.ts\n  how:   run npm run codegen`,
        );
      }
      return { name, url: `http://127.0.0.1:${portOf(name)}/graphql`, sdl: typeDefs };
    }),
  );
}
