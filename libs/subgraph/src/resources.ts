/**
 * Something a service holds while it runs, such as threads: opened when the service starts, closed when it has drained. The definition is
 * also the key: `context.resource(of)` gives what `of` opened, in its own type.
 */
export interface Resource<T> {
  /** What it is called in messages. */
  readonly name: string;
  /** Opens it. A service whose resource does not open does not start. */
  open(): T | Promise<T>;
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
export async function openResources(resources: readonly Resource<unknown>[]): Promise<OpenResources> {
  const opened = new Map<Resource<unknown>, unknown>();
  const close = async () => {
    const all = [...opened].reverse();
    opened.clear();
    for (const [resource, value] of all) await resource.close(value);
  };
  try {
    for (const resource of resources) opened.set(resource, await resource.open());
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
