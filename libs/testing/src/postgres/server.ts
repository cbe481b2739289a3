import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { serverAccount } from './account.ts';
import { postgresBinaries } from './binaries.ts';
import {
  clearLeftovers,
  clusterPlace,
  DataDirectoryDamaged,
  ensureCluster,
  inspectCluster,
  handOver,
} from './cluster.ts';
import { freePort } from './free-port.ts';
import { takeOwnership } from './owner-lock.ts';
import { launchPostmaster, PortTaken, type Postmaster, PostmasterFailed } from './postmaster.ts';
import { isSubstitute, reachableTemporary } from './reachable.ts';

/** A running embedded PostgreSQL 18 that listens on the loopback address alone. */
export interface RunningPostgres {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** `postgres://postgres:…@127.0.0.1:port/postgres`, with the password. */
  readonly superuserUrl: string;
  /** Of the postmaster. */
  readonly pid: number;
  /** Resolves when the server ends, whether it was asked to or not. */
  readonly exited: Promise<void>;
  /** Ends it and waits for that. A throw-away server's files are removed. May be called more than once. */
  stop(): Promise<void>;
}

/** How to start a PostgreSQL. Without `dataDir` it is a throw-away server. */
export interface PostgresOptions {
  /**
   * Folder that the server keeps its cluster, password and log in; made when missing. When PostgreSQL's account cannot enter
   * it, the cluster lies elsewhere and a file `cluster.path` in this folder says where.
   */
  readonly dataDir?: string;
  /** Default: any free one. */
  readonly port?: number;
  /** Default: true exactly when `dataDir` is given. False trades durability for speed and removes the files on `stop`. */
  readonly persistent?: boolean;
}

/** For data that is lost with the server anyway. */
const hasty = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_wal_senders: '0',
  wal_level: 'minimal',
};

/**
 * Starts an embedded PostgreSQL. It ends with this process, however this process ends.
 *
 * @throws DirectoryInUse when a living process already runs a server in `dataDir`.
 * @throws DataDirectoryDamaged when `dataDir` holds something that PostgreSQL cannot run on.
 * @throws PortTaken when `port` was asked for and is in use.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<RunningPostgres> {
  const account = serverAccount();
  const binaries = postgresBinaries(account);
  const persistent = options.persistent ?? options.dataDir !== undefined;
  const home = options.dataDir
    ? resolve(options.dataDir)
    : mkdtempSync(join(reachableTemporary(account), 'courtesy-pg-'));
  mkdirSync(home, { recursive: true });
  if (account.foreign) chmodSync(home, 0o711);
  const release = takeOwnership(home);
  try {
    const cluster = clusterPlace(home, account);
    const isNew = !existsSync(cluster);
    const password = keptPassword(home, isNew);
    await ensureCluster(cluster, { binaries, account, password, durable: persistent });
    inspectCluster(cluster);
    handOver(cluster, account);
    await clearLeftovers(cluster);
    const mode = persistent ? { settings: {} } : { settings: hasty, removeAfterDeath: home };
    const log = join(home, 'postgres.log');
    const launch = (port: number) => launchPostmaster({ binaries, account, cluster, log, port, password, ...mode });
    const postmaster = await launchOnPort(launch, options.port).catch((error: unknown) => {
      if (error instanceof PostmasterFailed && !isNew) throw new DataDirectoryDamaged(cluster, error.reason);
      throw error;
    });
    return running(postmaster, { home, password, release, persistent });
  } catch (error) {
    release();
    if (!options.dataDir) rmSync(home, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Ends a persistent server whose owner died and which has not noticed yet, so that its port is free. Nothing happens when there is none.
 *
 * @throws DirectoryInUse when a living process runs it.
 */
export async function endLeftoverServer(dataDir: string): Promise<void> {
  const home = resolve(dataDir);
  if (!existsSync(home)) return;
  const release = takeOwnership(home);
  try {
    await clearLeftovers(clusterPlace(home, serverAccount()));
  } finally {
    release();
  }
}

/**
 * Removes a persistent server's folder, and its cluster where that lies elsewhere. Nothing happens when there is none.
 *
 * @throws DirectoryInUse when a living process runs a server in it.
 */
export function removeServer(dataDir: string): void {
  const home = resolve(dataDir);
  if (!existsSync(home)) return;
  takeOwnership(home);
  const cluster = clusterPlace(home, serverAccount());
  if (isSubstitute(dirname(cluster))) rmSync(dirname(cluster), { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
}

/** Between finding a free port and binding it another process may take it: try again, unless the caller named the port. */
async function launchOnPort(
  launch: (port: number) => Promise<Postmaster>,
  wanted: number | undefined,
): Promise<Postmaster> {
  if (wanted !== undefined) return launch(wanted);
  for (let attempt = 1; ; attempt++) {
    try {
      return await launch(await freePort());
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === 5) throw error;
    }
  }
}

interface Housing {
  readonly home: string;
  readonly password: string;
  readonly persistent: boolean;
  release(): void;
}

function running(postmaster: Postmaster, housing: Housing): RunningPostgres {
  const { home, password, persistent } = housing;
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    // Fast shutdown writes a checkpoint so that the next start needs no recovery; nobody starts a throw-away server again.
    await postmaster.end(persistent ? 'SIGINT' : 'SIGQUIT');
    housing.release();
    if (!persistent) rmSync(home, { recursive: true, force: true });
  };
  return {
    host: '127.0.0.1',
    port: postmaster.port,
    superuserUrl: `postgres://postgres:${password}@127.0.0.1:${postmaster.port}/postgres`,
    pid: postmaster.pid,
    exited: postmaster.exited,
    stop: () => (stopped ??= stop()),
  };
}

/** The superuser's password: made once with the cluster, readable by the caller alone. */
function keptPassword(home: string, isNew: boolean): string {
  const file = join(home, 'superuser.password');
  if (isNew) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (!existsSync(file)) throw new DataDirectoryDamaged(home, 'superuser.password is missing');
  return readFileSync(file, 'utf8').trim();
}
