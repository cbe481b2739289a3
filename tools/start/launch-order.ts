import type { Databases } from './databases.ts';
import { type ServiceName } from './ports.ts';
import { type SubgraphName, subgraphs } from '../services.ts';
import { ended, lastLine, ServiceNotStarted, type ServiceProcess, spawnService } from './service-process.ts';
import { migrationSpec, type StackParts } from './service-specs.ts';
import type { Teardown } from './teardown.ts';

/** Two cores are what a small machine has; a third migration would only make the first two slower. */
const MIGRATIONS_AT_ONCE = 2;

/** What is to be launched, and on what. */
export interface Launch {
  readonly services: Readonly<Record<ServiceName, ServiceProcess>>;
  readonly urls: Databases['urls'];
  readonly parts: StackParts;
  readonly teardown: Teardown;
}

/**
 * Migrates each subgraph's database, starts the subgraph as soon as its own is done, and the gateway meanwhile.
 *
 * @throws ServiceNotStarted for the first that fails.
 */
export async function migrateAndServe(launch: Launch): Promise<void> {
  const queue = [...subgraphs];
  const started: Promise<void>[] = [];
  const begin = (service: ServiceProcess) => {
    const start = service.start();
    // Waited for at the end; until then a failure must not count as unhandled.
    start.catch(() => undefined);
    started.push(start);
  };
  const lane = async () => {
    for (let name = queue.shift(); name; name = queue.shift()) {
      await migrate(name, launch);
      launch.teardown.proceed();
      begin(launch.services[name]);
    }
  };
  begin(launch.services.gateway);
  await Promise.all(Array.from({ length: MIGRATIONS_AT_ONCE }, lane));
  await Promise.all(started);
}

async function migrate(name: SubgraphName, { urls, parts, teardown }: Launch): Promise<void> {
  teardown.proceed();
  const spec = migrationSpec(name, urls[name], parts);
  const how = await ended(spawnService(spec));
  if (how !== 'exit code 0')
    throw new ServiceNotStarted(`${name} could not migrate (${how}): ${lastLine(spec.log)} Its log: ${spec.log}`);
}
