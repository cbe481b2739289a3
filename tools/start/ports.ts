import { isPortFree } from '@courtesy/testing';
import { ISSUER_STEP, POSTGRES_STEP, subgraphPorts, type SubgraphName } from '../services.ts';

/** Name of one of the processes of a stack. */
export type ServiceName = 'gateway' | SubgraphName;

/** The gateway's port when nobody says another. */
export const DEFAULT_PORT = 4000;

/** Every port of one stack. */
export interface Ports extends Readonly<Record<ServiceName, number>> {
  /** The development OIDC issuer. */
  readonly issuer: number;
  readonly postgres: number;
}

/** The ports of a stack whose gateway listens on `gateway`: all others are a fixed step away, so that one flag shifts them all. */
export function portsFrom(gateway: number): Ports {
  return { gateway, ...subgraphPorts(gateway), issuer: gateway + ISSUER_STEP, postgres: gateway + POSTGRES_STEP };
}

/** The first port of `ports` that something else listens on, or undefined. */
export async function takenPort(ports: Ports): Promise<{ readonly name: string; readonly port: number } | undefined> {
  const checked = await Promise.all(
    Object.entries(ports).map(async ([name, port]) => ({ name, port, free: await isPortFree(port) })),
  );
  return checked.find(({ free }) => !free);
}

/** A gateway port from which on a whole stack's ports are free: for specs, which must not meet a developer's own stack. */
export async function freeStackPort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const candidate = 20_000 + 20 * Math.floor(Math.random() * 600);
    if (!(await takenPort(portsFrom(candidate)))) return candidate;
  }
  throw new Error('No run of free ports was found for a stack.');
}
