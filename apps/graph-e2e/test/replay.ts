import { createHash } from 'node:crypto';
import { digestOfRows, withClient } from '@courtesy/testing';
import type { GraphWorld } from './graph-world.ts';
import type { ShadowLog, Watched } from './shadow-log.ts';

/** What services keep of each other's feeds, and of nothing else. */
const LEARNT =
  /_copy$|_fact(_past)?$|^(case_step|customer_adjustments|customer_cohort|customer_roots|day_matter|decision_facts|reviewable_.*)$/;
const notLearnt = { test: (name: string) => !LEARNT.test(name) } as RegExp;

/** A question that has one answer for ever: how something stood at an instant. */
export interface Past {
  readonly of: Watched;
  readonly at: number;
}

/** What a service knows, as hashes: what is told of the past of its things, and each table of what it learnt of the others. */
export interface ReplayHashes {
  readonly told: string;
  readonly learnt: Readonly<Record<string, string>>;
}

/** The hashes of all services, by their names. */
export async function replayHashes(
  world: GraphWorld,
  log: ShadowLog,
  pasts: readonly Past[],
): Promise<Readonly<Record<string, ReplayHashes>>> {
  const hashes: Record<string, ReplayHashes> = {};
  for (const [name, { database }] of Object.entries(world.services)) {
    const answers = pasts.filter(({ of }) => of.service === name).map(({ of, at }) => log.tell(of, at));
    const hash = createHash('sha256').update(JSON.stringify(await Promise.all(answers)));
    const learnt = await digestOfRows(database.ownerUrl, { tables: notLearnt, columns: [] });
    hashes[name] = { told: hash.digest('hex'), learnt };
  }
  return hashes;
}

/** Ends the processes of all services and starts them again. */
export async function restart({ services }: GraphWorld): Promise<void> {
  await Promise.all(Object.values(services).map((service) => service.stop()));
  await Promise.all(Object.values(services).map((service) => service.start()));
}

const TIES = `SELECT c.relname AS name, EXISTS (SELECT 1 FROM pg_constraint k WHERE k.confrelid = c.oid) AS referred,
  ARRAY(SELECT o.relname::text FROM pg_constraint k JOIN pg_class o ON o.oid = k.confrelid WHERE k.conrelid = c.oid) AS refers
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'`;

interface Ties {
  readonly name: string;
  readonly referred: boolean;
  readonly refers: readonly string[];
}

/** What can be forgotten: what a service's own rows rest on, such as the lines that were refunded, stays, and so does what belongs to it. */
const forgettable = ({ name, referred, refers }: Ties) =>
  LEARNT.test(name) && !referred && !refers.some((other) => LEARNT.test(other));

/** Lets all services forget what they learnt of each other, but for what their own rows rest on, and read all feeds from the start. */
export async function relearn(world: GraphWorld): Promise<number> {
  let forgotten = 0;
  await Promise.all(Object.values(world.services).map((service) => service.stop()));
  for (const { database } of Object.values(world.services))
    await withClient(database.ownerUrl, async (client) => {
      const { rows } = await client.query<Ties>(TIES);
      for (const { name } of rows.filter(forgettable))
        forgotten += (await client.query(`DELETE FROM "${name}"`)).rowCount ?? 0;
      await client.query(`UPDATE feed_cursor SET place = '0.0'`);
    });
  await Promise.all(Object.values(world.services).map((service) => service.start()));
  await world.quiet();
  return forgotten;
}
