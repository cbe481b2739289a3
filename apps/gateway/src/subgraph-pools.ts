import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { GatewayContext } from './context.ts';
import { JointFetches } from './joint-fetches.ts';
import { SubgraphClient, type SubgraphClientOptions } from './subgraph-client.ts';

/** How long, in milliseconds, requests planned with a subgraph's former address may still use it. */
const RETIREMENT_MS = 60_000;

type GatewayResponse = Awaited<ReturnType<GraphQLDataSource['process']>>;

/** One client per subgraph address, shared by everything in the gateway that calls a subgraph. */
export class SubgraphPools {
  readonly #clients = new Map<string, SubgraphClient>();
  readonly #retired = new Set<SubgraphClient>();
  readonly #options: SubgraphClientOptions;

  constructor(options: SubgraphClientOptions) {
    this.#options = options;
  }

  /** The client for an address. A subgraph that moved gets a new one; requests that were planned with the old one finish on it. */
  at(name: string, url: string): SubgraphClient {
    const current = this.#clients.get(name);
    if (current?.url === url) return current;
    const next = new SubgraphClient({ name, url }, this.#options);
    this.#clients.set(name, next);
    if (current) this.#retire(current);
    return next;
  }

  /** The client of a subgraph by its name; undefined when no supergraph has named it yet. */
  named(name: string): SubgraphClient | undefined {
    return this.#clients.get(name);
  }

  /** Lets running calls finish, then closes every connection. */
  async close(): Promise<void> {
    const all = [...this.#clients.values(), ...this.#retired];
    this.#clients.clear();
    this.#retired.clear();
    await Promise.all(all.map((client) => client.close()));
  }

  #retire(client: SubgraphClient): void {
    this.#retired.add(client);
    setTimeout(() => {
      if (this.#retired.delete(client)) void client.close();
    }, RETIREMENT_MS).unref();
  }
}

/** The planner's view of a remote subgraph. */
export class RemoteSubgraph implements GraphQLDataSource<GatewayContext> {
  readonly #client: SubgraphClient;
  readonly #entities: JointFetches;

  constructor(client: SubgraphClient) {
    this.#client = client;
    this.#entities = new JointFetches((operation, context) => client.call(operation, context));
  }

  async process({ request, context }: GraphQLDataSourceProcessOptions<GatewayContext>): Promise<GatewayResponse> {
    const { query, variables, operationName } = request;
    if (!query) throw new Error('a planned fetch has no query');
    const operation = { query, variables, operationName };
    const isOfEntities = variables !== undefined && 'representations' in variables;
    const road = isOfEntities ? this.#entities.ask.bind(this.#entities) : this.#client.call.bind(this.#client);
    return (await road(operation, context as GatewayContext)) as GatewayResponse;
  }
}
