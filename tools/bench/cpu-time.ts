import { readFileSync } from 'node:fs';

/** Clock ticks a second, which Linux fixes at 100 for what it tells of processes. */
const TICKS = 100;

/** The CPU seconds a process has used so far, in user and kernel mode; null where the system does not tell or the process is gone. */
export function cpuSeconds(pid: number | undefined): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in brackets and may hold anything; the 14th and 15th are user and kernel ticks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return null;
  }
}
