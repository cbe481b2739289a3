import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** How to run one service. */
export interface ServiceSpec {
  readonly name: string;
  /** Its `main.ts`, and what follows it on the command line. */
  readonly command: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly port: number;
  /** File its output is appended to. */
  readonly log: string;
  /** Told in one line when it died unasked. */
  readonly onDeath: (line: string) => void;
  /** Called whenever its process changes. */
  readonly onChange: () => void;
}

/** A service that is kept running until it is told to stop. */
export interface ServiceProcess {
  readonly name: string;
  readonly port: number;
  /** Of the process running now, or undefined. */
  readonly pid: number | undefined;
  /** Starts it and waits until `/health/ready` answers. Nothing happens when it runs. @throws ServiceNotStarted */
  start(): Promise<void>;
  /** Lets it drain and end; it stays down until `start`. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would; it stays down until `start`. */
  kill(): Promise<void>;
}

/** Thrown when a service ended instead of becoming ready, or did not become ready in time. */
export class ServiceNotStarted extends Error {
  override readonly name = 'ServiceNotStarted';
}

const READY_LIMIT_MS = 60_000;
const DRAIN_LIMIT_MS = 12_000;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
/** A process that lived this long before it died starts with the first delay again. */
const HEALTHY_MS = 30_000;

const preload = new URL('./exit-with-parent.ts', import.meta.url).href;

/** Spawns `node` on a service's entry point, so that it ends when this process does. */
export function spawnService(spec: Pick<ServiceSpec, 'command' | 'environment' | 'log'>): ChildProcess {
  const log = openSync(spec.log, 'a');
  const child = spawn(process.execPath, ['--import', preload, ...spec.command], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: spec.environment,
    // Detached: a Ctrl-C in the terminal goes to the supervisor alone, which then stops things in their order.
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  return child;
}

/** The last line of a service's log, for a message that must say why. */
export function lastLine(log: string): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').at(-1)?.trim() ?? '';
}

/** Resolves with how a child ended, in words. */
export function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
}

/** What is known of a service's process at this moment. */
interface Standing {
  child: ChildProcess | undefined;
  /** How the last process ended, once it has. */
  over: Promise<string>;
  /** What it is meant to be. Only the death of a service that is meant to be up is followed by a new start. */
  aim: 'down' | 'starting' | 'up';
  /** How often in a row it died soon after its start. */
  deaths: number;
}

/** Prepares a service; nothing runs until `start`. */
export function serviceProcess(spec: ServiceSpec): ServiceProcess {
  const standing: Standing = { child: undefined, over: Promise.resolve('never started'), aim: 'down', deaths: 0 };
  return {
    name: spec.name,
    port: spec.port,
    get pid() {
      return standing.child?.pid;
    },
    async start() {
      if (standing.aim === 'down') standing.aim = 'starting';
      if (!standing.child) launch(spec, standing);
      await ready(spec, standing.over);
      // Somebody may have stopped it while it was getting ready.
      if (standing.aim === 'starting') standing.aim = 'up';
      standing.deaths = 0;
    },
    stop: () => end(standing, 'SIGTERM'),
    kill: () => end(standing, 'SIGKILL'),
  };
}

function launch(spec: ServiceSpec, standing: Standing): void {
  const child = spawnService(spec);
  const launchedAt = performance.now();
  standing.child = child;
  standing.over = ended(child);
  spec.onChange();
  void standing.over.then((how) => {
    standing.child = undefined;
    spec.onChange();
    if (performance.now() - launchedAt > HEALTHY_MS) standing.deaths = 0;
    if (standing.aim === 'up') void launchAgain(spec, standing, how);
  });
}

async function launchAgain(spec: ServiceSpec, standing: Standing, how: string): Promise<void> {
  const delay = Math.min(FIRST_DELAY_MS * 2 ** standing.deaths++, LONGEST_DELAY_MS);
  spec.onDeath(`${spec.name} died (${how}); starting it again in ${delay / 1000} s. Its log: ${spec.log}`);
  await pause(delay);
  if (standing.aim === 'up' && !standing.child) launch(spec, standing);
}

async function end(standing: Standing, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  standing.aim = 'down';
  const { child } = standing;
  if (!child) return;
  child.kill(signal);
  const patience = setTimeout(() => child.kill('SIGKILL'), DRAIN_LIMIT_MS);
  await standing.over;
  clearTimeout(patience);
}

async function ready(spec: ServiceSpec, over: Promise<string>): Promise<void> {
  let how: string | undefined;
  void over.then((end) => (how = end));
  const deadline = performance.now() + READY_LIMIT_MS;
  while (performance.now() < deadline) {
    if (how)
      throw new ServiceNotStarted(`${spec.name} did not start (${how}): ${lastLine(spec.log)} Its log: ${spec.log}`);
    if (await answersReady(spec.port)) return;
    await pause(50);
  }
  throw new ServiceNotStarted(`${spec.name} was not ready after ${READY_LIMIT_MS / 1000} s. Its log: ${spec.log}`);
}

async function answersReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
