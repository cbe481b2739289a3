/**
 * How fast case pages and dashboards are for many users at once, on a year of data. See tools/bench/README.md.
 * `npm run -s bench -- load [--cases N] [--facts N] [--users N] [--seconds N] [--data DIR]` prints one JSON line.
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withClient } from '@courtesy/testing';
import { machine, postgresVersion, since } from '@courtesy/tools/bench/figures.ts';
import { dashboards } from '@courtesy/tools/bench/metrics-dashboards.ts';
import { fillUnsearched } from '@courtesy/tools/bench/search-indexes.ts';
import { counted, fillYear, organisation } from '@courtesy/tools/bench/year-of-facts.ts';
import { dataDirectory, emptyDataDirectory } from '@courtesy/tools/start/data-directory.ts';
import type { LoginRole } from '@courtesy/tools/start/identities.ts';
import { freeStackPort } from '@courtesy/tools/start/ports.ts';
import { startStack, type Stack } from '@courtesy/tools/start/stack.ts';
import type { Client } from 'pg';
import { caseRows, customerRows, workforceRows, type Fill } from './desk-rows.ts';
import type { Measured, Seat, Shift, ShownFigure, Told } from './load-users.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);
/** Of how many cases the users open pages. */
const OPENED = 40_000;

interface Size {
  readonly cases: number;
  readonly facts: number;
  readonly users: number;
  readonly seconds: number;
}

type Run = (client: Client, statements: readonly string[], done: () => void) => Promise<void>;

const runAll: Run = async (client, statements, done) => {
  for (const statement of statements) {
    await client.query(statement);
    done();
  }
};

/** Fills a database whole or not at all; one whose `table` holds something is left as it is. Answers how many rows that table has. */
function fill(ownerUrl: string, table: string, fills: Fill, run = runAll): Promise<object> {
  const startedAt = performance.now();
  const rowsOf = async (client: Client) => {
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
    return Number(rows[0]?.count);
  };
  return withClient(ownerUrl, async (client) => {
    const kept = await rowsOf(client);
    if (kept > 0) return { rows: kept, skipped: true };
    const names = fills.map(([name]) => name);
    await client.query('BEGIN');
    await run(
      client,
      fills.map(([, sql]) => sql),
      () => say(`${since(startedAt)} s: ${names.shift() ?? 'a search index'}`),
    );
    await client.query('COMMIT');
    await client.query('VACUUM (ANALYZE)');
    return { rows: await rowsOf(client), seconds: since(startedAt) };
  });
}

/** Fills all databases. The metrics service is down meanwhile: it counts from nothing once everything is there. */
async function fillAll({ databases, services }: Stack, { cases, facts }: Size) {
  await services.metrics.stop();
  const filled = {
    people: await fill(databases.workforce.ownerUrl, 'people', workforceRows),
    customers: await fill(databases.customers.ownerUrl, 'customers', customerRows(cases), fillUnsearched),
    cases: await fill(databases.cases.ownerUrl, 'cases', caseRows(cases)),
  };
  const year = await fillYear(databases.metrics.ownerUrl, facts, say);
  await services.metrics.start();
  return { filled: { ...filled, facts: year }, rollup: await counted(databases.metrics.ownerUrl, say) };
}

interface Opened {
  readonly id: string;
  readonly team_id: string;
  readonly site_id: string;
}

const named = (prefix: string, number: number) => `${prefix}_${String(Math.floor(number)).padStart(8, '0')}`;

/** People all over the organisation: of ten, seven agents and two leads, who see their team's cases, and a manager, who sees a site's. */
async function seatsOf(stack: Stack, users: number): Promise<Seat[]> {
  const { rows } = await withClient(stack.databases.cases.ownerUrl, (client) =>
    client.query<Opened>(`SELECT id, team_id, site_id FROM cases ORDER BY hashint8extended(number, 1) LIMIT ${OPENED}`),
  );
  const [ofTeam, ofSite] = [Map.groupBy(rows, (row) => row.team_id), Map.groupBy(rows, (row) => row.site_id)];
  const { sites, teamsPerSite, peoplePerTeam } = organisation(0);
  const people = sites * teamsPerSite * peoplePerTeam;
  const seat = async (place: number): Promise<Seat> => {
    const person = Math.floor(((place + 0.5) * people) / users);
    const team = Math.floor(person / peoplePerTeam);
    const [personId, teamId, siteId] = [named('pers', person), named('team', team), named('site', team / teamsPerSite)];
    const role: LoginRole = place % 10 < 7 ? 'agent' : place % 10 < 9 ? 'lead' : 'manager';
    const reach = role === 'manager' ? 'SITE' : 'TEAM';
    const seen = role === 'manager' ? ofSite.get(siteId) : ofTeam.get(teamId);
    return {
      token: await stack.tokenFor(role, { reach, personId, teamId, siteId }),
      caseIds: (seen ?? []).map(({ id }) => id),
    };
  };
  return Promise.all(Array.from({ length: users }, (_, place) => seat(place)));
}

/** The figures of the dashboards, each with a token of its role; figures of one role share one. */
async function figuresOf(stack: Stack): Promise<ShownFigure[]> {
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = ({ role, reach, personId, teamId, siteId, regionId }: (typeof dashboards)[number]['actor']) => {
    const place = { reach, personId, teamId, siteId, regionId };
    const key = JSON.stringify([role, place]);
    const token = tokens.get(key) ?? stack.tokenFor(role.toLowerCase() as LoginRole, place);
    tokens.set(key, token);
    return token;
  };
  return Promise.all(
    dashboards.map(async ({ query, variables, actor }) => ({ query, variables, token: await tokenOf(actor) })),
  );
}

/** Lets the users work in a process of their own. Rejects with the first thing that went wrong for one of them. */
function atWork(shift: Shift): Promise<Measured> {
  const child = fork(new URL('./load-users.ts', import.meta.url));
  return new Promise((finish, fail) => {
    child.once('message', (told: Told) =>
      'measured' in told ? finish(told.measured) : fail(new Error(`A user could not go on: ${told.failed}`)),
    );
    child.once('exit', (code) => fail(new Error(`The users ended with ${String(code)}.`)));
    child.send(shift);
  });
}

async function measure(stack: Stack, size: Size) {
  const filled = await fillAll(stack, size);
  say(JSON.stringify(filled));
  const { users, seconds } = size;
  const measured = await atWork({
    ...{ url: stack.url, seconds },
    ...{ seats: await seatsOf(stack, users), figures: await figuresOf(stack) },
  });
  return {
    ...{ ...filled, users, seconds, ...measured },
    ...{ postgres: await postgresVersion(stack.databases.cases.ownerUrl), ...machine() },
  };
}

const options = {
  cases: { type: 'string', default: '1000000' },
  facts: { type: 'string', default: '10000000' },
  users: { type: 'string', default: '200' },
  seconds: { type: 'string', default: '60' },
  data: { type: 'string' },
} as const;

async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...argv], options });
  const size: Size = {
    ...{ cases: Number(values.cases), facts: Number(values.facts) },
    ...{ users: Number(values.users), seconds: Number(values.seconds) },
  };
  const dataDir = values.data === undefined ? mkdtempSync(join(tmpdir(), 'courtesy-bench-')) : resolve(values.data);
  const stack = await startStack({ dataDir, port: await freeStackPort(), demo: false, onLine: say });
  try {
    console.log(JSON.stringify(await measure(stack, size)));
  } finally {
    await stack.stop();
    if (values.data === undefined) {
      // What PostgreSQL's account cannot reach there lies elsewhere.
      emptyDataDirectory(dataDirectory(dataDir));
      rmSync(dataDir, { recursive: true, force: true });
    }
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).stack}\n`);
    process.exit(1);
  },
);
