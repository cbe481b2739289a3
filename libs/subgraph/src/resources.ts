import type { EntitySchema } from 'typeorm';
import type { Logger } from 'pino';
import type { Database } from '@courtesy/persistence';
import type { Peer } from './peer.ts';

/** What a resource finds of the process that opens it: enough to do work of its own between requests. */
export interface ResourceHost {
  /** The service's parsed environment. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The service's database; it is closed only after the resource. */
  readonly database: Database;
  /** The service's mappings, for a resource that opens connections of its own. */
  readonly tables: readonly EntitySchema[];
  /** The clock of the process. */
  readonly now: () => Date;
  /** A new global id, such as `case_…` for the prefix `case`. */
  readonly newId: (prefix: string) => string;
  readonly log: Logger;
  /** Another service to call, by its name. */
  readonly peer: (name: string) => Peer;
}

/**
 * Something a service holds while it runs, such as threads: opened when the service starts, closed when it has drained. The definition is
 * also the key: `context.resource(of)` gives what `of` opened, in its own type.
 */
export interface Resource<T> {
  /** What it is called in messages. */
  readonly name: string;
  /** Opens it. A service whose resource does not open does not start. */
  open(host: ResourceHost): T | Promise<T>;
  /** Closes what was opened; no request is in hand any more. */
  close(opened: T): void | Promise<void>;
}

/** The resources of one running service. */
export interface OpenResources {
  /** What a resource opened. Throws for one that the service's definition does not list. */
  readonly get: <T>(resource: Resource<T>) => T;
  /** Closes all of them, the last opened first. */
  readonly close: () => Promise<void>;
}

/** Opens resources one after another. When one fails, those already open are closed, and its failure is thrown. */
export async function openResources(
  resources: readonly Resource<unknown>[],
  host: ResourceHost,
): Promise<OpenResources> {
  const opened = new Map<Resource<unknown>, unknown>();
  const close = async () => {
    const all = [...opened].reverse();
    opened.clear();
    for (const [resource, value] of all) await resource.close(value);
  };
  try {
    for (const resource of resources) opened.set(resource, await resource.open(host));
  } catch (failure) {
    await close();
    throw failure;
  }
  const get = <T>(resource: Resource<T>): T => {
    if (opened.has(resource)) return opened.get(resource) as T;
    throw new Error(`The resource "${resource.name}" is not open; the service's definition must list it`);
  };
  return { get, close };
}
