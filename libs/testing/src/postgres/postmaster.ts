import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import pg from 'pg';
import { type Account, runAs } from './account.ts';
import type { PostgresBinaries } from './binaries.ts';
import { serverEnvironment } from './cluster.ts';
import { isPortFree } from './free-port.ts';
import { watchOver } from './watchdog.ts';

/** Thrown when the port a server was to listen on is in use. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  readonly port: number;
  constructor(port: number) {
    super(`Port ${port} on 127.0.0.1 is in use.`);
    this.port = port;
  }
}

/** Thrown when PostgreSQL ended, or did not answer in time, instead of starting. */
export class PostmasterFailed extends Error {
  override readonly name = 'PostmasterFailed';
  /** The last complaint in its log, in one line. */
  readonly reason: string;
  constructor(cluster: string, reason: string) {
    super(`PostgreSQL did not start on ${cluster}: ${reason}.`);
    this.reason = reason;
  }
}

/** Everything a postmaster is started from. */
export interface Launch {
  readonly binaries: PostgresBinaries;
  readonly account: Account;
  readonly cluster: string;
  /** File to append its log to. */
  readonly log: string;
  readonly port: number;
  readonly password: string;
  /** Settings over the defaults of {@link settingsOf}. */
  readonly settings: Readonly<Record<string, string>>;
  /** Folder to remove should this process die before it has ended the server. */
  readonly removeAfterDeath?: string;
}

/** A postmaster that answers queries. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly exited: Promise<void>;
  /** Sends `signal`, then SIGQUIT after 20 s, and waits until it has ended. */
  end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void>;
}

/** How long a start may take before it counts as failed: recovery after a crash is a matter of seconds on this size of data. */
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;

/** The settings every server gets, throw-away or not. */
export function settingsOf(port: number): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    // A forgotten transaction holds back the watermark of every event feed on the server.
    idle_in_transaction_session_timeout: '60s',
    // What a statement failed with quotes values: an error in its message, the row in its detail. The services log what failed without them.
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
}

/**
 * Starts a postmaster and waits until it answers.
 *
 * @throws PortTaken, PostmasterFailed
 */
export async function launchPostmaster(launch: Launch): Promise<Postmaster> {
  if (!(await isPortFree(launch.port))) throw new PortTaken(launch.port);
  const settings = { ...settingsOf(launch.port), ...launch.settings };
  const log = openSync(launch.log, 'a', 0o600);
  const logStart = statSync(launch.log).size;
  const args = [
    '-D',
    launch.cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const child = spawn(launch.binaries.postgres, args, {
    ...runAs(launch.account),
    env: serverEnvironment(),
    // Detached: a Ctrl-C in the terminal must reach the services first, which still need their database to drain.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const pid = child.pid ?? -1;
  const callOff = watchOver({
    pid,
    cluster: launch.cluster,
    ...(launch.removeAfterDeath && { remove: launch.removeAfterDeath }),
  });
  const end = (signal: 'SIGINT' | 'SIGQUIT') => endChild(child, exited, signal).finally(callOff);
  if (await answers(launch, exited)) return { pid, port: launch.port, exited, end };

  await end('SIGQUIT');
  const reason = lastComplaint(readFileSync(launch.log).subarray(logStart).toString('utf8'));
  if (/could not create any TCP\/IP sockets|Address already in use/.test(reason)) throw new PortTaken(launch.port);
  throw new PostmasterFailed(launch.cluster, reason);
}

async function answers(launch: Launch, exited: Promise<void>): Promise<boolean> {
  let over = false;
  void exited.then(() => (over = true));
  const deadline = performance.now() + START_LIMIT_MS;
  while (!over && performance.now() < deadline) {
    if (await answersOnce(launch)) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
}

async function answersOnce({ port, password }: Launch): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
    ssl: false,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    // Another password means another server, which was faster at taking the port: ours is about to end for it.
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function endChild(child: ChildProcess, exited: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  const patience = setTimeout(() => child.kill('SIGQUIT'), STOP_LIMIT_MS);
  await exited;
  clearTimeout(patience);
}

/** The last line of a server log that says what went wrong, without its time and process id. */
export function lastComplaint(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const complaint = lines.findLast((line) => /\b(PANIC|FATAL):/.test(line)) ?? lines.at(-1);
  return complaint?.replace(/^.*?\b(PANIC|FATAL): +/, '').trim() ?? 'it said nothing';
}
