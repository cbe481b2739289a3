import {
  ApolloGateway,
  LocalGraphQLDataSource,
  type GraphQLDataSource,
  type GraphQLDataSourceProcessOptions,
} from '@apollo/gateway';
import { parse, print } from 'graphql';
import type { Logger } from 'pino';
import { nodeSubgraphSchema } from './node-subgraph.ts';
import { loosenSecurity, NODE_SUBGRAPH_URL, readSupergraph, type NodeEntity } from './supergraph-document.ts';
import type { SupergraphSource } from './supergraph-source.ts';
import type { SubgraphClient } from './subgraph-client.ts';
import { RemoteSubgraph, type SubgraphPools } from './subgraph-pools.ts';

/** What the gateway is loaded from. */
export interface SupergraphParts {
  readonly source: SupergraphSource;
  readonly pools: SubgraphPools;
  /** Addresses that override those in the supergraph, by subgraph name. */
  readonly urls: ReadonlyMap<string, string>;
  readonly log: Logger;
}

/** A supergraph as it would be served. */
interface Candidate {
  readonly sdl: string;
  readonly entities: readonly NodeEntity[];
}

const unreachable: GraphQLDataSource = {
  process: () => Promise.reject(new Error('a supergraph on trial calls no subgraph')),
};

const silent = { debug() {}, info() {}, warn() {}, error() {} };

const oneLine = (error: unknown) =>
  String((error as Partial<Error> | undefined)?.message ?? error)
    .replaceAll(/\s*\n\s*/g, '; ')
    .slice(0, 500);

/** Reads a supergraph, and looks whether every subgraph of it has an address. */
function candidateOf(text: string, urls: ReadonlyMap<string, string>): Candidate {
  const document = loosenSecurity(parse(text, { noLocation: true }));
  const { subgraphs, entities } = readSupergraph(document);
  for (const { name, url } of subgraphs) {
    const address = urls.get(name) ?? url;
    if (address !== NODE_SUBGRAPH_URL && !/^https?:\/\//.test(address))
      throw new Error(`the subgraph ${name} has no http address ("${address}")`);
  }
  return { sdl: print(document), entities };
}

/**
 * Loads a supergraph into a gateway of its own that serves nobody, so that whatever is wrong with it shows before it replaces a good
 * one: `@apollo/gateway` throws away parts of the old state before the last check of the new. The first replaces none, so it needs no trial.
 */
async function tryOut({ sdl }: Candidate): Promise<void> {
  const trial = new ApolloGateway({
    supergraphSdl: sdl,
    buildService: () => unreachable,
    logger: silent,
    validateSupergraph: true,
  });
  await trial.load();
  await trial.stop();
}

/** The in-process node subgraph. The planner keeps one data source per address, so this one looks up the entities of the day. */
class NodeSubgraph implements GraphQLDataSource {
  #current: LocalGraphQLDataSource;
  readonly #client: (owner: string) => SubgraphClient | undefined;

  constructor(client: (owner: string) => SubgraphClient | undefined) {
    this.#client = client;
    this.#current = new LocalGraphQLDataSource(nodeSubgraphSchema({ entities: [], client }));
  }

  serve(entities: readonly NodeEntity[]): void {
    this.#current = new LocalGraphQLDataSource(nodeSubgraphSchema({ entities, client: this.#client }));
  }

  process(options: GraphQLDataSourceProcessOptions): ReturnType<GraphQLDataSource['process']> {
    return this.#current.process(options);
  }
}

/** A gateway that plans with the supergraph of a source and follows it. A supergraph that does not load never replaces one that did. */
export function createPlanner({ source, pools, urls, log }: SupergraphParts): ApolloGateway {
  const node = new NodeSubgraph((owner) => pools.named(owner));
  const replaceWith = async (text: string, update: (sdl: string) => void) => {
    try {
      const candidate = candidateOf(text, urls);
      await tryOut(candidate);
      update(candidate.sdl);
      node.serve(candidate.entities);
      log.info('a new supergraph is in use');
    } catch (error) {
      log.error(`a new supergraph was refused, the last good one stays in use: ${oneLine(error)}`);
    }
  };
  return new ApolloGateway({
    __exposeQueryPlanExperimental: false,
    validateSupergraph: true,
    logger: {
      debug: () => {},
      info: (line) => log.debug(line),
      warn: (line) => log.warn(line),
      error: (line) => log.error(line),
    },
    buildService: ({ name, url = '' }) => {
      const address = urls.get(name) ?? url;
      return address === NODE_SUBGRAPH_URL ? node : new RemoteSubgraph(pools.at(name, address));
    },
    supergraphSdl: async ({ update }) => {
      const first = candidateOf(await source.read(), urls);
      node.serve(first.entities);
      let last: Promise<void> = Promise.resolve();
      const stop = source.follow(
        (text) => (last = last.then(() => replaceWith(text, update))),
        (reason) => log.error(`the last good supergraph stays in use: ${reason}`),
      );
      return { supergraphSdl: first.sdl, cleanup: async () => stop() };
    },
  });
}
