import { createServiceDatabase, type RunningPostgres, startPostgres } from '@courtesy/testing';
import { type SubgraphName, subgraphs } from '../services.ts';

/** The two addresses of one service's database. */
export interface DatabaseUrls {
  /** As the role that serves. */
  readonly appUrl: string;
  /** As the role that migrates. */
  readonly ownerUrl: string;
}

/** Where every service keeps its data. */
export interface Databases {
  readonly urls: Readonly<Record<SubgraphName, DatabaseUrls>>;
  /** The embedded server, unless every service was given a database of its own. */
  readonly server: RunningPostgres | undefined;
}

/**
 * A database that `environment` names for a service: `CASES_DATABASE_URL`, and `CASES_MIGRATION_DATABASE_URL` where migrations
 * run as another role.
 */
export function givenDatabase(service: SubgraphName, environment: NodeJS.ProcessEnv): DatabaseUrls | undefined {
  const appUrl = environment[`${service.toUpperCase()}_DATABASE_URL`];
  if (!appUrl) return undefined;
  return { appUrl, ownerUrl: environment[`${service.toUpperCase()}_MIGRATION_DATABASE_URL`] || appUrl };
}

/** How the embedded server is to run. */
export interface EmbeddedServer {
  readonly dataDir: string;
  readonly port: number;
  /** False: faster, and gone with the stack. */
  readonly durable: boolean;
}

/** Takes the databases that the environment names, and makes the others on the embedded server, which starts only if there are any. */
export async function openDatabases(embedded: EmbeddedServer, environment: NodeJS.ProcessEnv): Promise<Databases> {
  const given = new Map(subgraphs.map((service) => [service, givenDatabase(service, environment)]));
  if (subgraphs.every((service) => given.get(service))) return { urls: fromMap(given), server: undefined };

  const server = await startPostgres({ dataDir: embedded.dataDir, port: embedded.port, persistent: embedded.durable });
  try {
    for (const service of subgraphs) {
      if (!given.get(service)) given.set(service, await createServiceDatabase(server, { service }));
    }
    return { urls: fromMap(given), server };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

const fromMap = (urls: ReadonlyMap<SubgraphName, DatabaseUrls | undefined>) =>
  Object.fromEntries(urls) as Record<SubgraphName, DatabaseUrls>;
