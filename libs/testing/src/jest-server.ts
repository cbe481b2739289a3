import type { RunningPostgres } from './postgres/server.ts';

// Jest loads setup and teardown as two module graphs of one process.
const KEY = Symbol.for('courtesy.testing.server');

/** Remembers the run's own server for the teardown. */
export function holdServer(server: RunningPostgres): void {
  (globalThis as Record<symbol, unknown>)[KEY] = server;
}

/** The run's own server, if the setup started one. */
export function heldServer(): RunningPostgres | undefined {
  return (globalThis as Record<symbol, unknown>)[KEY] as RunningPostgres | undefined;
}
