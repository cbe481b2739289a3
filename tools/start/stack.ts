import { rmSync } from 'node:fs';
import { DirectoryInUse, endLeftoverServer, identify, takeOwnership } from '@courtesy/testing';
import {
  type DataDirectory,
  dataDirectory,
  emptyDataDirectory,
  keptSecrets,
  makeDataDirectory,
  writePrivately,
} from './data-directory.ts';
import { type Databases, openDatabases } from './databases.ts';
import { loadDemo } from './demo.ts';
import type { LoginRole, Place } from './identities.ts';
import { type Issuer, startIssuer } from './issuer.ts';
import { migrateAndServe } from './launch-order.ts';
import { DEFAULT_PORT, portsFrom, type Ports, type ServiceName, takenPort } from './ports.ts';
import { subgraphs } from '../services.ts';
import { clearOrphans, recordedStack, type RunningStack, stackAt } from './running-stack.ts';
import { type ServiceProcess, serviceProcess } from './service-process.ts';
import { gatewaySpec, type RunnableService, type StackParts, subgraphSpec } from './service-specs.ts';
import { CalledOff, teardown, type Teardown } from './teardown.ts';

/** How to start a stack. */
export interface StackOptions {
  readonly dataDir: string;
  /** The gateway's; the others follow from it. Default 4000. */
  readonly port?: number;
  /** Whether to load the demo data into an empty stack. Default true. */
  readonly demo?: boolean;
  /** Whether to remove what an earlier stack left in `dataDir` first. */
  readonly fresh?: boolean;
  /** False trades the embedded PostgreSQL's durability for speed and removes it on `stop`: for specs. Default true. */
  readonly durable?: boolean;
  /** Told in one line of what happens: progress, deaths and restarts. Default: nobody. */
  readonly onLine?: (line: string) => void;
  /** Calls the start off when aborted. Later it has no effect. */
  readonly signal?: AbortSignal;
}

/** A running stack: PostgreSQL, the development issuer, five subgraphs and the gateway. */
export interface Stack {
  /** Of the gateway's GraphQL endpoint. */
  readonly url: string;
  readonly ports: Ports;
  readonly data: DataDirectory;
  readonly services: Readonly<Record<ServiceName, ServiceProcess>>;
  /** The app role's address of each service's database. */
  readonly databases: Databases['urls'];
  /** A token of the development issuer. @throws Error when the stack believes another issuer's tokens only. */
  tokenFor(role: LoginRole, claims?: Place): Promise<string>;
  /** Stops everything, in the order that lets requests in hand finish. May be called more than once. */
  stop(): Promise<void>;
  /** Ends every service at once, for when `stop` takes too long. PostgreSQL still stops in order. */
  kill(): Promise<void>;
}

/** Thrown when a stack already runs on the data directory. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
  /** What runs; null when it has only just begun to start. */
  readonly running: RunningStack | null;
  constructor(data: DataDirectory, pid: number, running: RunningStack | null) {
    super(`A stack already runs on ${data.root} (process ${pid}).`);
    this.running = running;
  }
}

/** Thrown when a port of the stack is in use. */
export class PortInUse extends Error {
  override readonly name = 'PortInUse';
}

/**
 * Starts a whole stack and waits until the gateway is ready. It ends with this process, however this process ends.
 *
 * @throws AlreadyRunning, PortInUse, ServiceNotStarted, CalledOff, or what PostgreSQL's launcher throws; nothing is left running then.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const data = dataDirectory(options.dataDir);
  const ports = portsFrom(options.port ?? DEFAULT_PORT);
  makeDataDirectory(data);
  const undo = teardown();
  await undo.add(ownershipOf(data));
  const callOff = () => void undo.run().catch(() => undefined);
  options.signal?.addEventListener('abort', callOff);
  try {
    await clearTheWay(data, ports, options.fresh ?? false);
    return await assemble({ ...options, data, ports }, undo);
  } catch (error) {
    const calledOff = options.signal?.aborted;
    await undo.run();
    throw calledOff ? new CalledOff('The start was called off.') : error;
  } finally {
    options.signal?.removeEventListener('abort', callOff);
  }
}

function ownershipOf(data: DataDirectory): () => void {
  try {
    return takeOwnership(data.root);
  } catch (error) {
    if (error instanceof DirectoryInUse) throw new AlreadyRunning(data, error.pid, recordedStack(data));
    throw error;
  }
}

async function clearTheWay(data: DataDirectory, ports: Ports, fresh: boolean): Promise<void> {
  const earlier = recordedStack(data);
  if (earlier) await clearOrphans(earlier);
  await endLeftoverServer(data.postgres);
  if (fresh) {
    emptyDataDirectory(data);
    makeDataDirectory(data);
  }
  const taken = await takenPort(ports);
  if (!taken) return;
  const own = await stackAt(ports.issuer);
  const holder = own ? `by the Courtesy stack on ${own.data} (process ${own.pid})` : 'by another program';
  throw new PortInUse(`Port ${taken.port} (${taken.name}) is in use ${holder}. Choose others with --port N.`);
}

type Assembly = StackOptions & { readonly data: DataDirectory; readonly ports: Ports };

async function assemble(options: Assembly, undo: Teardown): Promise<Stack> {
  const { data, ports, onLine = () => undefined } = options;
  onLine('Starting Courtesy …');
  await undo.add(() => rmSync(data.stack, { force: true }));
  const issuer = await openIssuer(data, ports);
  await undo.add(() => issuer.close());
  const databases = await openDatabases(
    { dataDir: data.postgres, port: ports.postgres, durable: options.durable ?? true },
    process.env,
  );
  await undo.add(async () => databases.server?.stop());

  const parts: StackParts = { data, ports, secrets: keptSecrets(data), issuer: issuer.url };
  const { services, record } = prepareServices(databases, parts, onLine);
  await undo.add(() => stopAll(services));
  await migrateAndServe({ services, urls: databases.urls, parts, teardown: undo });

  if (options.demo ?? true) await loadDemo({ data, ports, onLine, tokenFor: issuer.tokenFor });
  undo.proceed();
  record('ready');
  return {
    url: `http://localhost:${ports.gateway}/graphql`,
    ports,
    data,
    services,
    databases: databases.urls,
    tokenFor: issuer.tokenFor,
    stop: () => undo.run(),
    kill: () => killAll(services).then(() => undo.run()),
  };
}

function prepareServices(databases: Databases, parts: StackParts, onLine: (line: string) => void) {
  const { data, ports } = parts;
  const supervisor = identify(process.pid) ?? { pid: process.pid, startedAt: null };
  let state: RunningStack['state'] = 'starting';
  const record = (next: RunningStack['state'] = state) => {
    state = next;
    const running = Object.values(services).flatMap(({ name, pid }) => {
      const identity = pid === undefined ? null : identify(pid);
      return identity ? [{ name, ...identity }] : [];
    });
    writePrivately(data.stack, { supervisor, port: ports.gateway, state, services: running } satisfies RunningStack);
  };
  const prepare = (spec: RunnableService) => serviceProcess({ ...spec, onDeath: onLine, onChange: () => record() });
  const services = Object.fromEntries([
    ...subgraphs.map((name) => [name, prepare(subgraphSpec(name, databases.urls[name], parts))]),
    ['gateway', prepare(gatewaySpec(parts))],
  ]) as Record<ServiceName, ServiceProcess>;
  return { services, record };
}

/** The development issuer, or the real one that `OIDC_ISSUER` names, whose tokens are not ours to make. */
async function openIssuer(data: DataDirectory, ports: Ports): Promise<Issuer> {
  const real = process.env['OIDC_ISSUER'];
  if (!real)
    return startIssuer(
      data,
      { stack: 'courtesy', pid: process.pid, port: ports.gateway, data: data.root },
      ports.issuer,
    );
  const tokenFor = () => Promise.reject(new Error(`Tokens come from ${real}, which OIDC_ISSUER names.`));
  return { url: real, tokenFor, close: () => Promise.resolve() };
}

/** The gateway first, so that no request finds half a graph. */
async function stopAll(services: Stack['services']): Promise<void> {
  await services.gateway.stop();
  await Promise.all(subgraphs.map((name) => services[name].stop()));
}

async function killAll(services: Stack['services']): Promise<void> {
  await Promise.all(Object.values(services).map((service) => service.kill()));
}
