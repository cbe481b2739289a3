import { createHmac } from 'node:crypto';
import pg from 'pg';
import { withClient, withDatabase, withServerLock } from './sql.ts';

/** Where a service's database is to be made. */
export interface ServiceDatabaseSpec {
  /** The service, which names the database, and its roles `<service>_owner` and `<service>`. */
  readonly service: string;
  /** Makes the database `<service>_<suffix>` instead. The roles stay the service's, since migrations grant to them by name. */
  readonly suffix?: string;
  /** Database to copy, with all that is in it. Nobody may be connected to it. */
  readonly template?: string;
}

/** A service's database, and the two ways into it. */
export interface ServiceDatabase {
  readonly name: string;
  /** As `<service>_owner`, who may change the schema: for migrations. */
  readonly ownerUrl: string;
  /** As `<service>`, who may do what the migrations granted. */
  readonly appUrl: string;
}

/** The two databases' roles of a service. */
export const rolesOf = (service: string) => ({ owner: `${service}_owner`, app: service });

/**
 * Makes a service's database and its two roles, or finds them made. Safe to call from many processes at once.
 *
 * Passwords follow from the superuser's, so that nobody has to keep them.
 */
export async function createServiceDatabase(
  server: { readonly superuserUrl: string },
  spec: ServiceDatabaseSpec,
): Promise<ServiceDatabase> {
  const name = spec.suffix ? `${spec.service}_${spec.suffix}` : spec.service;
  const { owner, app } = rolesOf(spec.service);
  const urlFor = (role: string) => roleUrl(server.superuserUrl, role, name);
  await withServerLock(server.superuserUrl, `service:${spec.service}`, async (client) => {
    for (const role of [owner, app]) await ensureRole(client, role, urlFor(role).password);
    await ensureDatabase(client, name, owner, spec.template);
    await client.query(`REVOKE ALL ON DATABASE ${pg.escapeIdentifier(name)} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(name)} TO ${pg.escapeIdentifier(app)}`);
  });
  return { name, ownerUrl: urlFor(owner).href, appUrl: urlFor(app).href };
}

/** Removes a database; whoever is connected is cut off. No error when it is not there. */
export async function dropDatabase(superuserUrl: string, name: string): Promise<void> {
  await withClient(superuserUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`),
  );
}

/** Makes database `to` as a copy of `from`, owned by the same service. */
export function cloneDatabase(
  server: { readonly superuserUrl: string },
  copy: { readonly service: string; readonly from: string; readonly suffix: string },
): Promise<ServiceDatabase> {
  return createServiceDatabase(server, { service: copy.service, suffix: copy.suffix, template: copy.from });
}

function roleUrl(superuserUrl: string, role: string, database: string): URL {
  const url = new URL(withDatabase(superuserUrl, database));
  const secret = decodeURIComponent(url.password);
  url.username = role;
  url.password = createHmac('sha256', secret).update(`role:${role}`).digest('base64url');
  return url;
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  const verb = rowCount ? 'ALTER' : 'CREATE';
  await client.query(`${verb} ROLE ${pg.escapeIdentifier(role)} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
}

async function ensureDatabase(client: pg.Client, name: string, owner: string, template = 'template1'): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  if (rowCount) return;
  const [made, by, from] = [name, owner, template].map((part) => pg.escapeIdentifier(part));
  await client.query(`CREATE DATABASE ${made} OWNER ${by} TEMPLATE ${from}`);
}
