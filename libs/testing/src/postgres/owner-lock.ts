import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isStillRunning, type ProcessIdentity } from './live-process.ts';

/** Thrown when a living process already holds the directory. */
export class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse';
  readonly directory: string;
  /** The process that holds it. */
  readonly pid: number;
  constructor(directory: string, pid: number) {
    super(`${directory} is in use by process ${pid}.`);
    this.directory = directory;
    this.pid = pid;
  }
}

const FILE = 'owner.json';

/**
 * Takes `directory` for this process until the returned function is called. A lock left by a process that died is taken over.
 *
 * @throws DirectoryInUse when the holder lives.
 */
export function takeOwnership(directory: string): () => void {
  const lock = join(directory, FILE);
  const mine = join(directory, `${FILE}.${randomBytes(6).toString('hex')}`);
  writeFileSync(mine, JSON.stringify(identify(process.pid)), { mode: 0o600 });
  try {
    while (!linked(mine, lock)) {
      const holder = holderOf(lock);
      if (holder && isStillRunning(holder)) throw new DirectoryInUse(directory, holder.pid);
      if (holder) breakLock(lock, holder);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return () => rmSync(lock, { force: true });
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(lock: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')) as ProcessIdentity;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    // A lock nobody can read was not written by us, and no living process stands behind it.
    return { pid: -1, startedAt: null };
  }
}

/** Moves a dead holder's lock away; when another process was faster, its lock is put back. */
function breakLock(lock: string, dead: ProcessIdentity): void {
  const aside = `${lock}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = holderOf(aside);
  if (moved && (moved.pid !== dead.pid || moved.startedAt !== dead.startedAt)) linked(aside, lock);
  rmSync(aside, { force: true });
}
