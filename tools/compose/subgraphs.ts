import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A subgraph as it goes into the composition. */
export interface SubgraphSource {
  readonly name: string;
  /** Where it listens on a developer's machine; a deployment overrides it with `SUBGRAPH_URLS`. */
  readonly url: string;
  readonly sdl: string;
}

/** The ports of the services of this repository when the gateway has port 4000. */
export const servicePorts: Readonly<Record<string, number>> = {
  customers: 4001,
  cases: 4002,
  workforce: 4003,
  policy: 4004,
  metrics: 4005,
};

/** A subgraph of the repository cannot be composed as it is; the message says what, where and how to mend it. */
export class SubgraphProblem extends Error {}

function portOf(root: string, name: string): number {
  const known = servicePorts[name];
  if (known !== undefined) return known;
  const manifest = join(root, 'apps', name, 'package.json');
  const { courtesy } = JSON.parse(readFileSync(manifest, 'utf8')) as { courtesy?: { port?: unknown } };
  if (typeof courtesy?.port === 'number') return courtesy.port;
  throw new SubgraphProblem(
    `no port is known for the subgraph "${name}"\n  where: apps/${name}/package.json\n  how:   add "courtesy": { "port": 40NN } with a port that no other service has`,
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
      return { name, url: `http://127.0.0.1:${portOf(root, name)}/graphql`, sdl: typeDefs };
    }),
  );
}
