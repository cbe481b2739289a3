import { readFileSync } from 'node:fs';
import type { Client } from 'pg';

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

/**
 * The CPU seconds that all other connections to this one's database have used so far. By their processes alone: of connections of other roles PostgreSQL tells
 * whoever is not a superuser nothing else.
 */
export async function databaseCpuSeconds(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  return rows.reduce((sum, { pid }) => sum + (cpuSeconds(pid) ?? 0), 0);
}
