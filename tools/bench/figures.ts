import { cpus, loadavg } from 'node:os';
import { withClient } from '@courtesy/testing';

/** A number with one digit after the point. */
export const tenths = (number: number): number => Math.round(number * 10) / 10;

/** The seconds since `startedAt`, a time of `performance.now()`. */
export const since = (startedAt: number): number => tenths((performance.now() - startedAt) / 1000);

/** Tells, of measured times, the one that so large a share of them does not exceed: 0.5 is the median, 1 the longest. 0 when there are none. */
export function shareOf(times: readonly number[]): (share: number) => number {
  const sorted = times.toSorted((a, b) => a - b);
  return (share) => tenths(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

/** The median, 95th and 99th percentile of measured times. */
export function percentiles(times: readonly number[]): {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
} {
  const at = shareOf(times);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** On what was measured, and how busy it was at the end. */
export const machine = () => ({
  ...{ node: process.version, cpu: cpus()[0]?.model, cores: cpus().length },
  loadAverage: loadavg().map(tenths),
});

/** The version of the PostgreSQL at this address. */
export const postgresVersion = (url: string): Promise<string> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version ?? 'unknown';
  });
