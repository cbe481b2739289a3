import type { EntityManager } from 'typeorm';
import type { Actor, Batch } from '@courtesy/subgraph';
import type { Case } from '../case/case.ts';
import { visibleCases } from '../case/case.store.ts';
import { caseTable } from '../case/case.table.ts';

/**
 * The ids of a case and of all that were merged into it, directly or through others, as an SQL array. `owner` is an SQL expression for an id.
 */
export const familyOf = (owner: string): string =>
  `ARRAY(SELECT ${owner} COLLATE "C" UNION ALL SELECT m.case_id FROM merged_cases m WHERE m.survivor_id = ${owner} COLLATE "C")`;

/**
 * Whether a contact, a row of `interactions` under the alias `contact`, stands with a case: recorded for it or for one merged into it, and not
 * split off since. The rows themselves stay as they were recorded, so that nothing has to be moved back.
 */
export const standsWith = (contact: string, owner: string): string =>
  `((${contact}.case_id = ANY (${familyOf(owner)}) AND NOT EXISTS (SELECT 1 FROM contact_homes h WHERE h.interaction_id = ${contact}.id))
    OR ${contact}.id = ANY (ARRAY(SELECT h.interaction_id FROM contact_homes h WHERE h.case_id = ANY (${familyOf(owner)}))))`;

/** The case that a contact stands with itself, whether that is merged or not, as SQL. */
export const homeOf = (contact: string): string =>
  `coalesce((SELECT h.case_id FROM contact_homes h WHERE h.interaction_id = ${contact}.id), ${contact}.case_id)`;

/** Somebody merged or parted the same cases at this very moment; what was read of their chains no longer holds. */
class ChainMoved extends Error {}

const TRIES = 20;

/** Does `work`, a transaction of its own, again when the chains it read were moved by another before it held their locks. */
export async function whileChainsHold<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ChainMoved) || tried === TRIES) throw error;
    }
  }
}

const chainsOf = (manager: EntityManager, ids: readonly string[]) =>
  manager.query<{ case_id: string; survivor_id: string }[]>(
    `SELECT case_id, survivor_id FROM merged_cases WHERE case_id = ANY ($1) ORDER BY case_id, depth`,
    [ids],
  );

/**
 * Locks cases and all that they are continued in, in the order of their ids, whether the caller may see them or not; whoever merges or parts
 * cases holds these locks, so no chain is read half moved and none closes to a ring. Returns, for each case, the one at the end of its chain.
 * Throws what {@link whileChainsHold} does over when a chain moved before it was locked.
 */
export async function lockChains(manager: EntityManager, ids: readonly string[]): Promise<Map<string, string>> {
  const locked = await manager.query<{ id: string }[]>(
    `SELECT c.id FROM cases c WHERE c.id IN (SELECT unnest($1::text[]) UNION SELECT survivor_id FROM merged_cases WHERE case_id = ANY ($1))
     ORDER BY c.id FOR UPDATE`,
    [ids],
  );
  const held = new Set(locked.map(({ id }) => id));
  const chains = await chainsOf(manager, ids);
  if (chains.some(({ survivor_id }) => !held.has(survivor_id))) throw new ChainMoved();
  const ends = new Map(chains.map(({ case_id, survivor_id }) => [case_id, survivor_id]));
  return new Map(ids.map((id) => [id, ends.get(id) ?? id]));
}

/** Cases as far as the actor may see them, in the order of their ids. */
export const casesSeen = (manager: EntityManager, actor: Actor, ids: readonly string[]): Promise<Case[]> =>
  visibleCases(manager, actor).andWhere('c.id = ANY (:ids)', { ids }).orderBy('c.id').getMany();

/** Lays the chains of cases, each at the end of its own, into the one of `survivorId`, which is at its end too. */
export async function joinChains(
  manager: EntityManager,
  joining: { readonly caseIds: readonly string[]; readonly survivorId: string; readonly mergeId: string },
): Promise<void> {
  await manager.query(
    `INSERT INTO merged_cases (case_id, survivor_id, depth, merge_id)
     SELECT id, $2, 1, $3 FROM unnest($1::text[]) AS joined (id)
     UNION ALL SELECT m.case_id, $2, m.depth + 1, $3 FROM merged_cases m WHERE m.survivor_id = ANY ($1)`,
    [joining.caseIds, joining.survivorId, joining.mergeId],
  );
}

/** Takes cases, with all that was merged into them, out of the chains that they went on in. */
export async function partChains(manager: EntityManager, caseIds: readonly string[]): Promise<void> {
  await manager.query(
    `WITH parted AS (
       SELECT p.case_id AS top, p.case_id AS id FROM unnest($1::text[]) AS p (case_id)
       UNION ALL SELECT m.survivor_id, m.case_id FROM merged_cases m WHERE m.survivor_id = ANY ($1)
     )
     DELETE FROM merged_cases m USING parted p
     WHERE m.case_id = p.id AND m.survivor_id IN (SELECT above.survivor_id FROM merged_cases above WHERE above.case_id = p.top)`,
    [caseIds],
  );
}

/** The cases that these are continued in, directly or through others, as they stand. The caller has locked them. */
export const holdersOf = (manager: EntityManager, caseIds: readonly string[]): Promise<Case[]> =>
  manager
    .createQueryBuilder(caseTable, 'c')
    .where('c.id IN (SELECT survivor_id FROM merged_cases WHERE case_id = ANY (:caseIds))', { caseIds })
    .orderBy('c.id')
    .getMany();

/** A case that was spoken about, and the one that goes on for it: the same unless it is merged. */
export interface SpokenAbout {
  readonly addressed: Case;
  readonly holder: Case;
}

/**
 * The case that a contact is recorded for, as far as the actor may see it, and the one at the end of its chain, whoever may see that: a word
 * about a merged case reaches its survivor. Both are locked until the transaction ends.
 */
export async function lockSpokenAbout(
  manager: EntityManager,
  actor: Actor,
  caseId: string,
): Promise<SpokenAbout | null> {
  const ends = await lockChains(manager, [caseId]);
  const [addressed] = await casesSeen(manager, actor, [caseId]);
  const end = ends.get(caseId) ?? caseId;
  if (!addressed || end === caseId) return addressed ? { addressed, holder: addressed } : null;
  const holder = await manager.createQueryBuilder(caseTable, 'c').where('c.id = :end', { end }).getOneOrFail();
  return { addressed, holder };
}

/** Loads, for each merged case, the one at the end of its chain; null for one that is not merged, and where it is not the caller's to see. */
export const survivorsOf: Batch<Case> = async ({ db, actor }, ids) => {
  const chains = await db.manager.query<{ case_id: string; survivor_id: string }[]>(
    `SELECT DISTINCT ON (case_id) case_id, survivor_id FROM merged_cases WHERE case_id = ANY ($1) ORDER BY case_id, depth DESC`,
    [ids],
  );
  const seen = await casesSeen(db.manager, actor, [...new Set(chains.map(({ survivor_id }) => survivor_id))]);
  const byId = new Map(seen.map((each) => [each.id, each]));
  const ends = new Map(chains.map(({ case_id, survivor_id }) => [case_id, byId.get(survivor_id) ?? null]));
  return ids.map((id) => ends.get(id) ?? null);
};

/** Loads, for each case, those merged into it directly, as far as the caller may see them. */
export const mergedIntoCases: Batch<readonly Case[]> = async ({ db, actor }, ids) => {
  const next = await db.manager.query<{ case_id: string; survivor_id: string }[]>(
    `SELECT case_id, survivor_id FROM merged_cases WHERE survivor_id = ANY ($1) AND depth = 1`,
    [ids],
  );
  const seen = await casesSeen(
    db.manager,
    actor,
    next.map(({ case_id }) => case_id),
  );
  const into = new Map(next.map(({ case_id, survivor_id }) => [case_id, survivor_id]));
  const bySurvivor = Map.groupBy(seen, ({ id }) => into.get(id));
  return ids.map((id) => bySurvivor.get(id) ?? []);
};

/**
 * Loads, for each contact, the case that it is read with: the last one of its chain that the caller may see. Contacts are loaded by those who may
 * see at least one of them.
 */
export const holdersOfContacts: Batch<Case> = async ({ db, actor }, contactIds) => {
  const places = await db.manager.query<{ contact: string; case_id: string }[]>(
    `WITH homes AS (SELECT i.id AS contact, ${homeOf('i')} AS case_id FROM interactions i WHERE i.id = ANY ($1))
     SELECT contact, case_id FROM (
       SELECT contact, case_id, 0 AS depth FROM homes
       UNION ALL SELECT homes.contact, m.survivor_id, m.depth FROM homes JOIN merged_cases m ON m.case_id = homes.case_id
     ) AS place ORDER BY depth`,
    [contactIds],
  );
  const seen = await casesSeen(db.manager, actor, [...new Set(places.map(({ case_id }) => case_id))]);
  const byId = new Map(seen.map((each) => [each.id, each]));
  const holders = new Map(
    places.flatMap(({ contact, case_id }) => {
      const found = byId.get(case_id);
      return found ? [[contact, found] as const] : [];
    }),
  );
  return contactIds.map((id) => holders.get(id) ?? null);
};

/** Loads, for each case, the milliseconds that were spent on it by the records that nobody has corrected; none on one that is merged: its survivor has them. */
export const handleTimesOfCases: Batch<number> = async ({ db }, ids) => {
  const rows = await db.manager.query<{ id: string; spent: string | null }[]>(
    `SELECT wanted.id, (
       SELECT sum(i.handle_ms) FROM interactions i WHERE ${standsWith('i', 'wanted.id')}
         AND NOT EXISTS (SELECT 1 FROM interactions later WHERE later.supersedes_id = i.id)) AS spent
     FROM unnest($1::text[]) AS wanted (id) WHERE NOT EXISTS (SELECT 1 FROM merged_cases m WHERE m.case_id = wanted.id)`,
    [ids],
  );
  const spent = new Map(rows.map((row) => [row.id, Number(row.spent ?? 0)]));
  return ids.map((id) => spent.get(id) ?? 0);
};
