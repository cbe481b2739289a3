import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { insertRows } from '@courtesy/persistence';
import { byId, nestedPages, type Actor } from '@courtesy/subgraph';
import type { BackTest, Reach } from './back-test.ts';
import { backTestChangeTable, backTestTable } from './back-test.table.ts';
import type { BackTestChange, ChangeKind } from './reckoning.ts';

/** How far an actor sees. */
export const reachOf = ({ reach, subject, personId, teamId, siteId, regionId }: Actor): Reach => ({
  ...{ reach, requestedBy: subject, requesterId: personId ?? null },
  ...{ teamId: teamId ?? null, siteId: siteId ?? null, regionId: regionId ?? null },
});

/** Whoever asked for a test, as far as it goes what they see. */
export const actorOf = ({ reach, requestedBy, requesterId, teamId, siteId, regionId }: Reach): Actor => ({
  ...{ subject: requestedBy, role: 'MANAGER', reach, scopes: [] },
  ...(requesterId !== null && { personId: requesterId }),
  ...(teamId !== null && { teamId }),
  ...(siteId !== null && { siteId }),
  ...(regionId !== null && { regionId }),
});

/** Which tests an actor sees: their own, and those that look no further than they do. What a token does not say is null, which equals nothing. */
const reached: Readonly<Record<Actor['reach'], string>> = {
  OWN: 'FALSE',
  TEAM: `b.reach IN ('OWN', 'TEAM') AND b.teamId = :teamId`,
  SITE: `b.reach IN ('OWN', 'TEAM', 'SITE') AND b.siteId = :siteId`,
  REGION: `b.reach <> 'ALL' AND b.regionId = :regionId`,
  ALL: 'TRUE',
};

const visible = (manager: EntityManager, { reach, subject, teamId, siteId, regionId }: Actor) =>
  manager.createQueryBuilder(backTestTable, 'b').where(`(b.requestedBy = :subject OR (${reached[reach]}))`, {
    ...{ subject, teamId: teamId ?? null, siteId: siteId ?? null, regionId: regionId ?? null },
  });

/** Loads tests by id. */
export const backTestsById = byId(({ db, actor }) => visible(db.manager, actor));

const latestFirst = { by: ['requestedAt', 'id'], direction: 'DESC' } as const;

/** The tests of each version, the latest first. */
export const backTestsOfVersions = nestedPages<BackTest>({
  rows: ({ db, actor }) => visible(db.manager, actor),
  of: 'decisionTableVersionId',
  order: latestFirst,
});

/** The tests of each grant, the latest first. */
export const backTestsOfGrants = nestedPages<BackTest>({
  rows: ({ db, actor }) => visible(db.manager, actor),
  of: 'grantId',
  order: latestFirst,
});

/** The changes of one kind that each test found, the oldest first. Whoever sees a test sees them; the decisions behind them are seen one by one. */
const changesOf = (kind: ChangeKind) =>
  nestedPages<BackTestChange>({
    rows: ({ db }) => db.manager.createQueryBuilder(backTestChangeTable, 'c').where('c.kind = :kind', { kind }),
    of: 'backTestId',
    order: { by: ['id'], direction: 'ASC' },
  });

/** What comes out otherwise, by test. */
export const flipsOfTests = changesOf('FLIP');
/** What comes out as it did but gives another amount, by test. */
export const amountChangesOfTests = changesOf('AMOUNT');
/** What could not be judged, by test. */
export const unjudgedOfTests = changesOf('UNJUDGED');

/** Adds a test. */
export async function addBackTest(manager: EntityManager, test: BackTest): Promise<void> {
  await insertRows(manager, backTestTable, [test]);
}

/** When the next test that nobody works on is to be taken up; null when there is none. */
export async function nextBackTest(manager: EntityManager): Promise<Date | null> {
  const [row] = await manager.query<{ at: Date | null }[]>(
    `SELECT min(coalesce(claimed_until, requested_at)) AS at FROM back_tests WHERE status = 'RUNNING'`,
  );
  return row?.at ?? null;
}

const running = (manager: EntityManager): SelectQueryBuilder<BackTest> =>
  manager.createQueryBuilder(backTestTable, 'b').where(`b.status = 'RUNNING'`).setLock('pessimistic_write');

/** Takes up one test that nobody works on, until an instant; null when there is none. */
export async function claimBackTest(
  manager: EntityManager,
  { now, until }: { readonly now: Date; readonly until: Date },
): Promise<BackTest | null> {
  const test = await running(manager)
    .andWhere('coalesce(b.claimedUntil, b.requestedAt) <= :now', { now })
    .orderBy('b.requestedAt')
    .limit(1)
    .setOnLocked('skip_locked')
    .getOne();
  if (test) await keepClaim(manager, test.id, { until, weighed: 0 });
  return test;
}

/** Says that a test is still worked on, and how far it is. */
export async function keepClaim(
  manager: EntityManager,
  id: string,
  { until, weighed }: { readonly until: Date; readonly weighed: number },
): Promise<void> {
  await manager
    .createQueryBuilder()
    .update(backTestTable)
    .set({ claimedUntil: until, weighed })
    .where(`id = :id AND status = 'RUNNING'`, { id })
    .execute();
}

/** A test that nobody finished, locked until the transaction ends. */
export const lockRunning = (manager: EntityManager, id: string): Promise<BackTest | null> =>
  running(manager).andWhere('b.id = :id', { id }).getOne();

/** Saves what came of a test that the caller has locked. Nothing else of it ever changes. */
export async function saveEnd(manager: EntityManager, test: BackTest): Promise<void> {
  const { id, status, weighed, claimedUntil, outcome, failure, finishedAt, version } = test;
  const changed = { status, weighed, claimedUntil, outcome, failure, finishedAt, version };
  await manager.createQueryBuilder().update(backTestTable).set(changed).where({ id }).execute();
}

/** How many rows travel in one statement. */
const CHUNK = 2_000;

/** Adds what comes out otherwise by a test. */
export async function addChanges(manager: EntityManager, changes: readonly BackTestChange[]): Promise<void> {
  for (let start = 0; start < changes.length; start += CHUNK)
    await insertRows(manager, backTestChangeTable, changes.slice(start, start + CHUNK));
}

/** How many customers these ids are, merged ones as one. */
export async function countCustomers(manager: EntityManager, ids: readonly string[]): Promise<number> {
  const [row] = await manager.query<{ count: number }[]>(
    `SELECT count(DISTINCT customer_root(id))::integer AS count FROM unnest($1::text[]) AS named (id)`,
    [ids],
  );
  return row?.count ?? 0;
}
