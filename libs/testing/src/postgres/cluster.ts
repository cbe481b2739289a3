import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Account, canEnter, runAs } from './account.ts';
import type { PostgresBinaries } from './binaries.ts';
import { commandLineOf, gone } from './live-process.ts';
import { reachableSubstitute } from './reachable.ts';

/** Thrown when a data directory exists but PostgreSQL cannot run on it. */
export class DataDirectoryDamaged extends Error {
  override readonly name = 'DataDirectoryDamaged';
  readonly directory: string;
  /** What is wrong with it, in one line. */
  readonly reason: string;
  constructor(directory: string, reason: string) {
    super(`The PostgreSQL data directory ${directory} cannot be used: ${reason}.`);
    this.directory = directory;
    this.reason = reason;
  }
}

/** The major version whose data directories the installed programs can read. */
export const POSTGRES_MAJOR = '18';

/** Who makes a cluster, with what, for whom. */
export interface ClusterMaking {
  readonly binaries: PostgresBinaries;
  readonly account: Account;
  /** Of the superuser `postgres`. */
  readonly password: string;
  /** Whether it must survive a power cut once made. */
  readonly durable: boolean;
}

/**
 * Where the cluster of `home` lies: inside it, or, when `account` cannot enter it, in a substitute that the file
 * `cluster.path` in `home` names. The same answer on every call.
 */
export function clusterPlace(home: string, account: Account): string {
  const pointer = join(home, 'cluster.path');
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  if (!account.foreign || canEnter(account, home)) return join(home, 'cluster');

  const place = join(reachableSubstitute(home, account), 'cluster');
  writeFileSync(pointer, `${place}\n`);
  return place;
}

/** Makes the cluster unless it is there. It appears under its name only when whole, so a broken-off making leaves no half of one. */
export async function ensureCluster(directory: string, making: ClusterMaking): Promise<void> {
  if (existsSync(directory)) return;
  const draft = `${directory}.${randomBytes(6).toString('hex')}`;
  const passwordFile = `${draft}.password`;
  try {
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(passwordFile, making.password, { mode: 0o600 });
    if (making.account.foreign) {
      for (const path of [draft, passwordFile]) chownSync(path, making.account.uid, making.account.gid);
    }
    await initdb(draft, passwordFile, making);
    renameSync(draft, directory);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

function initdb(directory: string, passwordFile: string, making: ClusterMaking): Promise<void> {
  // The builtin provider gives Unicode text rules that do not hang on the machine's locales.
  const args = ['--pgdata', directory, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  args.push('--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (!making.durable) args.push('--no-sync');
  const child = spawn(making.binaries.initdb, args, { ...runAs(making.account), env: serverEnvironment() });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`initdb in ${directory} failed: ${output.trim()}`)),
    );
  });
}

/** No variable of the caller's (PGPORT, PGDATA, LC_ALL…) may change what the server does. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LANG: 'C', LC_ALL: 'C', TZ: 'UTC' };
}

/**
 * Checks the parts of a cluster without which PostgreSQL does not start.
 *
 * @throws DataDirectoryDamaged naming the first part that is missing or of another version.
 */
export function inspectCluster(directory: string): void {
  const entries = entriesOf(directory);
  for (const part of ['PG_VERSION', 'global', 'base', 'pg_wal', 'postgresql.conf']) {
    if (!entries.includes(part)) throw new DataDirectoryDamaged(directory, `${part} is missing`);
  }
  const version = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
  if (version !== POSTGRES_MAJOR) {
    throw new DataDirectoryDamaged(directory, `it is of PostgreSQL ${version || '(unknown)'}, not ${POSTGRES_MAJOR}`);
  }
  if (!existsSync(join(directory, 'global', 'pg_control')))
    throw new DataDirectoryDamaged(directory, 'global/pg_control is missing');
}

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    throw new DataDirectoryDamaged(directory, (error as Error).message);
  }
}

/** Gives a cluster to the account that will now run it: the same checkout may be used by root today and by its owner tomorrow. */
export function handOver(directory: string, account: Account): void {
  if (!account.foreign || statSync(directory).uid === account.uid) return;
  const owner = `${account.uid}:${account.gid}`;
  const { status, stderr } = spawnSync('chown', ['-R', '-h', owner, directory], { encoding: 'utf8' });
  if (status !== 0) throw new DataDirectoryDamaged(directory, stderr.trim());
}

/**
 * Ends a server that outlived its owner on this cluster, and removes a `postmaster.pid` behind which no server stands any more.
 * Call it only while holding the ownership of the cluster's home.
 */
export async function clearLeftovers(directory: string): Promise<void> {
  const file = join(directory, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (pid > 0 && commandLineOf(pid).includes(directory)) {
    process.kill(pid, 'SIGINT');
    if (await gone(pid, 15_000)) return;
    process.kill(pid, 'SIGQUIT');
    await gone(pid, 5_000);
    return;
  }
  // The number may by now belong to a stranger, for which PostgreSQL would take as a running server.
  rmSync(file, { force: true });
}
