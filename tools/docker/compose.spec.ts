import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorKey, peerKey } from '@courtesy/subgraph/actor';
import { type RunningPostgres, startPostgres, withClient } from '@courtesy/testing';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { portsFrom } from '../start/ports.ts';
import { callersOf, peersOf, subgraphs } from '../services.ts';
import { composeEnvironment } from './environment.ts';

interface Service {
  readonly image?: string;
  readonly build?: { readonly args: { readonly SERVICE: string } };
  readonly command?: string[];
  readonly environment: Readonly<Record<string, string | number>>;
  readonly ports?: string[];
  readonly healthcheck?: { readonly test: string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const text = read('docker-compose.yml');
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };
const serviceOf = (name: string): Service => {
  const found = services[name];
  if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
};
const ports = portsFrom(4000);

describe('docker-compose.yml', () => {
  it('runs the same services as npm start, a migration for each subgraph, one PostgreSQL, and nothing else', () => {
    const wanted = ['gateway', 'postgres', ...subgraphs, ...subgraphs.map((name) => `${name}-migrate`)];
    expect(Object.keys(services).sort()).toEqual(wanted.sort());
  });

  it.each([...subgraphs])(
    'gives %s its port, its own database as its own role, a probe, and a start only after its migration',
    (name) => {
      const service = serviceOf(name);
      expect(service.build?.args.SERVICE).toBe(name);
      expect(service.environment).toMatchObject({
        PORT: ports[name],
        DATABASE_URL: expect.stringMatching(`^postgres://${name}:.*/${name}$`),
      });
      expect(service.environment).not.toHaveProperty('MIGRATION_DATABASE_URL');
      expect(service.healthcheck?.test.join(' ')).toContain('/health/ready');
      expect(service.depends_on).toEqual({ [`${name}-migrate`]: { condition: 'service_completed_successfully' } });
      // Files come and go, and surveys are answered, over plain HTTP, past the gateway.
      const served = ['customers', 'cases', 'metrics'].includes(name);
      expect(service.ports).toEqual(served ? [`127.0.0.1:${ports[name]}:${ports[name]}`] : undefined);
    },
  );

  it.each([...subgraphs])('migrates %s once, as the owner of its database, when PostgreSQL is healthy', (name) => {
    const service = serviceOf(`${name}-migrate`);
    expect([service.image, service.command?.at(-1)]).toEqual([serviceOf(name).image, 'migrate']);
    expect(service.environment['MIGRATION_DATABASE_URL']).toMatch(`postgres://${name}_owner:`);
    expect(service.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
  });

  it('lets every subgraph reach the feeds of the others, and the gateway all subgraphs, at their ports', () => {
    for (const name of subgraphs) {
      const feeds = subgraphs
        .filter((other) => other !== name)
        .map((other) => `${other}=http://${other}:${ports[other]}`);
      expect(String(serviceOf(name).environment['FEEDS']).split(',')).toEqual(feeds);
    }
    const urls = subgraphs.map((name) => `${name}=http://${name}:${ports[name]}/graphql`);
    expect(String(serviceOf('gateway').environment['SUBGRAPH_URLS']).split(',')).toEqual(urls);
  });

  it('gives every service that calls another its address and one key for that road, and the other the same key', () => {
    const keyOf = (caller: string, audience: string) =>
      `\${${caller.toUpperCase()}_TO_${audience.toUpperCase()}_KEY:?run tools/docker/environment.ts}`;
    for (const name of subgraphs) {
      const peers = peersOf[name] ?? [];
      const { PEERS = '', PEER_KEYS = '', CALLER_KEYS = '' } = serviceOf(name).environment;
      expect(PEERS).toBe(peers.map((other) => `${other}=http://${other}:${ports[other]}`).join(','));
      expect(PEER_KEYS).toBe(peers.map((other) => `${other}=${keyOf(name, other)}`).join(','));
      const callers = callersOf(name).map((caller) => `${caller}=${keyOf(caller, name)}`);
      expect(CALLER_KEYS).toBe(callers.join(','));
    }
    const secret = 'a-secret-of-at-least-32-characters';
    const road = { caller: 'cases', audience: 'policy' };
    expect(composeEnvironment('https://login.example.org', () => secret)).toContain(
      `CASES_TO_POLICY_KEY=${peerKey(secret, road)}`,
    );
  });

  it('passes on what is said of mail to those who send it, all of it to cases, and nothing is said where nobody does', () => {
    const described = [...read('docs/EMAIL.md').matchAll(/^\|[^|]*\|/gm)].flatMap(
      ([cell]) => cell.match(/MAIL_[A-Z_]+/g) ?? [],
    );
    const passed = (name: string) =>
      Object.entries(serviceOf(name).environment).filter(([variable]) => variable.startsWith('MAIL_'));
    const wanted = (variables: readonly string[]) => variables.map((name) => [name, `\${${name}:-}`]);
    expect(passed('cases')).toEqual(wanted(described));
    expect(passed('metrics')).toEqual(wanted(['MAIL_SMTP_URL', 'MAIL_FROM']));
  });

  it('opens the gateway’s port, and to its own machine those by which files come and go and surveys are answered', () => {
    const open = Object.entries(services).flatMap(([name, { ports: opened = [] }]) =>
      opened.map((port) => [name, port]),
    );
    expect(open).toEqual([
      ['customers', `127.0.0.1:${ports.customers}:${ports.customers}`],
      ['cases', `127.0.0.1:${ports.cases}:${ports.cases}`],
      ['metrics', `127.0.0.1:${ports.metrics}:${ports.metrics}`],
      ['gateway', `${ports.gateway}:${ports.gateway}`],
    ]);
  });

  it('finds every variable it asks for in what tools/docker/environment.ts prints, and keeps the gateway’s secret to the gateway', () => {
    const lines = composeEnvironment('https://login.example.org', () => 'a-secret-of-at-least-32-characters');
    const printed = new Set(lines.map((line) => line.split('=')[0]));
    const asked = [...text.matchAll(/\$\{([A-Z_]+)(:\?[^}]*)?\}/g)].map(([, name]) => name);
    expect([...new Set(asked)].filter((name) => !printed.has(name))).toEqual([]);
    expect(lines).toContain(`CASES_ACTOR_KEY=${actorKey('a-secret-of-at-least-32-characters', 'cases')}`);
    expect(Object.keys(services).filter((name) => 'ACTOR_SECRET' in serviceOf(name).environment)).toEqual(['gateway']);
  });
});

describe('tools/docker/init.sql', () => {
  let server: RunningPostgres;
  beforeAll(async () => void (server = await startPostgres()), 60_000);
  afterAll(() => server.stop());

  it('makes five databases, each closed to the roles of the others', async () => {
    await withClient(server.superuserUrl, async (client) => {
      for (const statement of statements(read('tools/docker/init.sql'))) await client.query(statement);
    });
    for (const name of subgraphs) {
      const url = (database: string) =>
        `postgres://${name}:${name.toUpperCase()}_PASSWORD@127.0.0.1:${server.port}/${database}`;
      const { rows } = await withClient(url(name), (client) => client.query('SELECT current_user AS me'));
      expect(rows).toEqual([{ me: name }]);
      const other = subgraphs.find((candidate) => candidate !== name) ?? name;
      await expect(withClient(url(other), (client) => client.query('SELECT 1'))).rejects.toMatchObject({
        code: '42501',
      });
    }
  }, 60_000);
});

/** Does what psql would: reads variables from the environment (here each is its own name) and puts them in. */
function statements(script: string): string[] {
  const variables = new Map<string, string>();
  return script.split('\n').flatMap((line) => {
    const [, variable, name] = /^\\getenv (\w+) (\w+)$/.exec(line) ?? [];
    if (variable && name) variables.set(variable, name);
    if (!line.trim() || line.startsWith('--') || line.startsWith('\\')) return [];
    return [line.replace(/:'(\w+)'/g, (_, used: string) => `'${variables.get(used) ?? ''}'`)];
  });
}
