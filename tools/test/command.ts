import { spawn, type ChildProcess } from 'node:child_process';

/** What a command did. */
export interface Outcome {
  readonly ok: boolean;
  /** Everything it printed, on both streams, in the order in which it arrived. */
  readonly output: string;
}

/** How a command is run. */
export interface Command {
  readonly words: readonly [program: string, ...rest: string[]];
  /** After this many milliseconds it is killed with everything it started, and has failed. */
  readonly timeout: number;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Sees each whole line as it is printed. */
  readonly onLine?: (line: string) => void;
}

/** Milliseconds for the last words of an ended command to arrive. */
const PIPE_PATIENCE = 2000;

/** Milliseconds in which a command that is told to end may end what it started: Nx gives each task a process group of its own. */
const GRACE = 5000;

const running = new Set<ChildProcess>();
let stopping = false;

/** Each command leads its own process group, so that its grandchildren end with it. */
function killGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function stop(child: ChildProcess): Promise<void> {
  killGroup(child, 'SIGTERM');
  const deadline = performance.now() + GRACE;
  while (!hasEnded(child) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  killGroup(child, 'SIGKILL');
}

/** Ends every command that still runs, with all it started, and lets no other begin. */
export async function stopAll(): Promise<void> {
  stopping = true;
  await Promise.all([...running].map(stop));
}

/** Runs a command to its end and never throws: one that cannot start, fails or takes too long is an outcome that is not ok. */
export function run(command: Command): Promise<Outcome> {
  const [program, ...rest] = command.words;
  const { cwd, env, timeout } = command;
  if (stopping) return Promise.resolve({ ok: false, output: 'not run: everything was being stopped' });
  const child = spawn(program, rest, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);

  let output = '';
  const lines = lineSplitter(command.onLine);
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
    lines(chunk.toString());
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);

  return new Promise((resolve) => {
    let tooLate = '';
    const finish = (ok: boolean, why: string) => {
      if (!running.delete(child)) return;
      clearTimeout(timer);
      killGroup(child, 'SIGKILL'); // whatever a command leaves behind would hold its pipes, ports and databases
      resolve({ ok: ok && tooLate === '', output: output + (tooLate || why) });
    };
    const timer = setTimeout(() => {
      tooLate = `\nstopped after ${timeout / 1000} s`;
      void stop(child);
    }, timeout);
    const end = (code: number | null, signal: string | null) => {
      finish(code === 0, signal ? `\nended by ${signal}` : '');
    };
    child.once('error', (error) => finish(false, `\n${error.message}`));
    child.once('close', end);
    // `close` waits for the pipes, and a left-over grandchild would hold those open for ever.
    child.once('exit', (code, signal) => setTimeout(end, PIPE_PATIENCE, code, signal).unref());
  });
}

function lineSplitter(onLine: Command['onLine']): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine?.(line);
  };
}
