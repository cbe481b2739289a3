import { spawn } from 'node:child_process';

/** What is to be done should this process die without stopping its server. */
export interface Watch {
  /** Process id of the postmaster. */
  readonly pid: number;
  /** The cluster it serves; its `postmaster.pid` proves that `pid` is still that server. */
  readonly cluster: string;
  /** Folder to remove afterwards: a throw-away server's. */
  readonly remove?: string;
}

/**
 * Reads until its standard input closes, which the kernel sees to when we die, by whatever signal. `read` is the
 * shell's own, so the watchdog is one process of under a megabyte.
 */
const script = `
while read -r _; do :; done
read -r found < "$2/postmaster.pid" 2>/dev/null
[ "$found" = "$1" ] && kill -INT "$1" 2>/dev/null
[ -n "$3" ] || exit 0
tries=0
while kill -0 "$1" 2>/dev/null && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
rm -rf -- "$3"
`;

/**
 * Sees to it that the server does not outlive this process, `kill -9` included.
 *
 * @returns a function that calls the watch off, for after an orderly stop.
 */
export function watchOver(watch: Watch): () => void {
  // Detached: a Ctrl-C in the terminal goes to the whole foreground group and must not end the watchdog first.
  const child = spawn(
    '/bin/sh',
    ['-c', script, 'courtesy-watchdog', String(watch.pid), watch.cluster, watch.remove ?? ''],
    {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  child.on('error', () => undefined);
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return () => void child.kill('SIGKILL');
}
