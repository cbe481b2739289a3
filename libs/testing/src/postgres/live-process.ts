import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process as more than a number: process ids are used again, start times are not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in whatever form this system tells; null where it does not tell. */
  readonly startedAt: string | null;
}

/** Identifies the running process `pid`, or null when no such process runs. */
export function identify(pid: number): ProcessIdentity | null {
  if (!isAlive(pid)) return null;
  return { pid, startedAt: startOf(pid) };
}

/** Whether the process that was identified then is still the one running now. */
export function isStillRunning(identity: ProcessIdentity): boolean {
  const now = identify(identity.pid);
  return now !== null && now.startedAt === identity.startedAt;
}

/** The command line of a running process, or the empty text when it cannot be read. */
export function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  }
}

/** Waits until `pid` is gone; false when it still runs after `timeoutMs` milliseconds. */
export async function gone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

function isAlive(pid: number): boolean {
  // Zero and negative numbers would ask about whole groups of processes.
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** A killed process that nobody has waited for yet still answers signals, though it runs no more. */
const isZombie = (pid: number): boolean => statOf(pid)?.[0] === 'Z';

function startOf(pid: number): string | null {
  const stat = statOf(pid);
  // starttime is field 22 of proc(5); the list here begins with field 3.
  if (stat) return stat[19] ?? null;
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

function statOf(pid: number): string[] | null {
  try {
    // The command's name is in brackets and may itself hold blanks and brackets.
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return null;
  }
}
