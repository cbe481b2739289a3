import { join } from 'node:path';
import { actorKey, peerKey } from '@courtesy/subgraph/actor';
import type { DataDirectory, Secrets } from './data-directory.ts';
import type { DatabaseUrls } from './databases.ts';
import { type Ports, type ServiceName } from './ports.ts';
import { callersOf, peersOf, type SubgraphName, subgraphs } from '../services.ts';
import type { ServiceSpec } from './service-process.ts';

/** What the processes of one stack have in common. */
export interface StackParts {
  readonly data: DataDirectory;
  readonly ports: Ports;
  readonly secrets: Secrets;
  /** `iss` of the tokens the gateway believes. */
  readonly issuer: string;
}

/** What it takes to run a service, apart from who is told of its fate. */
export type RunnableService = Omit<ServiceSpec, 'onDeath' | 'onChange'>;

/** How to serve one subgraph. */
export function subgraphSpec(name: SubgraphName, urls: DatabaseUrls, parts: StackParts): RunnableService {
  const { ports, secrets } = parts;
  const environment = {
    PORT: String(ports[name]),
    HOST: '127.0.0.1',
    DATABASE_URL: urls.appUrl,
    ACTOR_KEY: actorKey(secrets.actorSecret, name),
    FEED_KEY: secrets.feedKey,
    // A service reads the feeds it reacts to and passes over the rest, so the list need not know who reacts to whom.
    FEEDS: subgraphs
      .filter((other) => other !== name)
      .map((other) => `${other}=http://127.0.0.1:${ports[other]}`)
      .join(','),
    ...callEnvironment(name, parts),
    // A development stack pays nobody; what it would have paid is in the sandbox's ledger.
    ...(name === 'cases' && { PAYMENT_PROVIDER: 'sandbox' }),
  };
  return {
    ...common(name, parts),
    command: [entryOf(name)],
    environment: { ...inherited(parts.data), ...environment },
  };
}

/** What a service is told of those it calls and those that call it. */
function callEnvironment(name: SubgraphName, { ports, secrets }: StackParts): NodeJS.ProcessEnv {
  const peers = peersOf[name] ?? [];
  const keyed = (other: SubgraphName, road: Parameters<typeof peerKey>[1]) =>
    `${other}=${peerKey(secrets.actorSecret, road)}`;
  return {
    PEERS: peers.map((other) => `${other}=http://127.0.0.1:${ports[other]}`).join(','),
    PEER_KEYS: peers.map((audience) => keyed(audience, { caller: name, audience })).join(','),
    CALLER_KEYS: callersOf(name)
      .map((caller) => keyed(caller, { caller, audience: name }))
      .join(','),
  };
}

/** How to bring one subgraph's database to its schema. */
export function migrationSpec(name: SubgraphName, urls: DatabaseUrls, parts: StackParts): RunnableService {
  const environment = { ...inherited(parts.data), MIGRATION_DATABASE_URL: urls.ownerUrl };
  return { ...common(name, parts), command: [entryOf(name), 'migrate'], environment };
}

/** How to serve the gateway. */
export function gatewaySpec(parts: StackParts): RunnableService {
  const { ports, secrets } = parts;
  const environment = {
    HOST: '127.0.0.1',
    OIDC_ISSUER: parts.issuer,
    OIDC_AUDIENCE: 'courtesy',
    ACTOR_SECRET: secrets.actorSecret,
    SUBGRAPH_URLS: subgraphs.map((name) => `${name}=http://127.0.0.1:${ports[name]}/graphql`).join(','),
  };
  const command = [
    entryOf('gateway'),
    '--supergraph',
    'apps/gateway/supergraph.graphql',
    '--port',
    String(ports.gateway),
  ];
  return { ...common('gateway', parts), command, environment: { ...inherited(parts.data), ...environment } };
}

const entryOf = (name: ServiceName) => `apps/${name}/src/main.ts`;

const common = (name: ServiceName, { data, ports }: StackParts) => ({
  name,
  port: ports[name],
  log: join(data.logs, `${name}.log`),
});

/** The caller's environment without what belongs to single services: they must not see each other's databases. */
function inherited(data: DataDirectory): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/(^|_)DATABASE_URL$|^PORT$|^FEEDS$|^ANONYMOUS$/.test(name),
  );
  return { ...Object.fromEntries(kept), NODE_COMPILE_CACHE: data.compileCache };
}
