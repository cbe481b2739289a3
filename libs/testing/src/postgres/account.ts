import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The system account a server process runs under. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** True when it differs from the caller's: files must then be handed over and paths checked for reach. */
  readonly foreign: boolean;
}

/** Accounts root may lend to PostgreSQL, best first. Both are present before anybody installs anything. */
const lendable = ['postgres', 'nobody'];

/**
 * The account PostgreSQL runs under: the caller's own, unless the caller is root, whom PostgreSQL refuses to serve.
 *
 * @throws Error when root finds neither `postgres` nor `nobody` in /etc/passwd.
 */
export function serverAccount(): Account {
  const uid = process.getuid?.() ?? -1;
  if (uid !== 0) return { name: 'the caller', uid, gid: process.getgid?.() ?? -1, foreign: false };

  const known = passwdEntries(readFileSync('/etc/passwd', 'utf8'));
  for (const name of lendable) {
    const entry = known.get(name);
    if (entry) return { name, ...entry, foreign: true };
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and /etc/passwd has neither "postgres" nor "nobody" to run it as.',
  );
}

/** Reads `name:password:uid:gid:…` lines; lines of another shape, and accounts equal to root, are passed over. */
export function passwdEntries(passwd: string): Map<string, { uid: number; gid: number }> {
  const entries = new Map<string, { uid: number; gid: number }>();
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && Number(uid) > 0 && Number.isInteger(Number(gid)))
      entries.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return entries;
}

/** Spawn options that make a child run as `account`, away from a working directory which it might not be able to enter. */
export function runAs(account: Account): { cwd: string; uid?: number; gid?: number } {
  return account.foreign ? { cwd: '/', uid: account.uid, gid: account.gid } : { cwd: '/' };
}

/** Whether `account` can enter `directory`. Asked of the kernel, since mode bits alone do not know of ACLs and mounts. */
export function canEnter(account: Account, directory: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], runAs(account)).status === 0;
}
