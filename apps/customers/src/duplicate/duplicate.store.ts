import type { EntityManager } from 'typeorm';
import { insertRows, readPage, updateRows, type Connection, type PageArgs } from '@courtesy/persistence';
import { byId, nestedPages, type Batch } from '@courtesy/subgraph';
import type { DuplicateState } from '@courtesy/graph-types/customers';
import { compare } from './comparing.ts';
import type { DuplicateDismissal, DuplicatePair, DuplicateRule, DuplicateRun, PairAsOfNow } from './duplicate.ts';
import {
  duplicateDismissalTable,
  duplicatePairTable,
  duplicateRuleTable,
  duplicateRunTable,
} from './duplicate.table.ts';
import { traitsOf } from './traits.store.ts';

/** Loads rules by id. Whoever has the scope sees them all, as with runs and pairs. */
export const duplicateRulesById = byId(({ db }) =>
  db.manager.createQueryBuilder(duplicateRuleTable, 'r').where('TRUE'),
);

/** Loads runs by id. */
export const duplicateRunsById = byId(({ db }) => db.manager.createQueryBuilder(duplicateRunTable, 'r').where('TRUE'));

/** Loads pairs by id. */
export const duplicatePairsById = byId(({ db }) =>
  db.manager.createQueryBuilder(duplicatePairTable, 'p').where('TRUE'),
);

/** The pages of the runs of rules, the latest first. */
export const runsOfRules = nestedPages<DuplicateRun>({
  rows: ({ db }) => db.manager.createQueryBuilder(duplicateRunTable, 'r').where('TRUE'),
  of: 'ruleId',
  order: { by: ['requestedAt', 'id'], direction: 'DESC' },
});

/** A page of the rules, by name. */
export const listRules = (manager: EntityManager, page: PageArgs): Promise<Connection<DuplicateRule>> =>
  readPage(manager.createQueryBuilder(duplicateRuleTable, 'r'), { by: ['name'], direction: 'ASC' }, page);

/** A rule by its name; null when there is none. */
export function findRule(manager: EntityManager, name: string): Promise<DuplicateRule | null> {
  return manager.createQueryBuilder(duplicateRuleTable, 'r').where('r.name = :name', { name }).getOne();
}

/** A rule by its name, locked until the transaction ends. */
export function lockRule(manager: EntityManager, name: string): Promise<DuplicateRule | null> {
  const rules = manager.createQueryBuilder(duplicateRuleTable, 'r').where('r.name = :name', { name });
  return rules.setLock('pessimistic_write').getOne();
}

/** Adds a rule, unless there is one of its name; whether it was added. */
export async function addRule(manager: EntityManager, rule: DuplicateRule): Promise<boolean> {
  return (await insertRows(manager, duplicateRuleTable, [rule], '(name) DO NOTHING')).length > 0;
}

/** Overwrites a rule that the caller has locked. */
export const saveRule = (manager: EntityManager, rule: DuplicateRule): Promise<void> =>
  updateRows(manager, duplicateRuleTable, [rule]);

/** The run by a rule that has not ended; null when there is none. */
export function runUnderWay(manager: EntityManager, ruleId: string): Promise<DuplicateRun | null> {
  const runs = manager.createQueryBuilder(duplicateRunTable, 'r');
  return runs.where('r.ruleId = :ruleId AND r.endedAt IS NULL', { ruleId }).getOne();
}

/** Adds a run, unless one by its rule has not ended; whether it was added. */
export async function addRun(manager: EntityManager, run: DuplicateRun): Promise<boolean> {
  return (await insertRows(manager, duplicateRunTable, [run], 'DO NOTHING')).length > 0;
}

const FAMILIES = (place: string, other: string) =>
  `d.first_id = ANY (customer_family(p.${place})) AND d.second_id = ANY (customer_family(p.${other}))`;
/** The dismissal that speaks of a pair `p`, or of those merged into its customers. */
const DISMISSED = `SELECT d.id FROM duplicate_dismissals d WHERE (${FAMILIES('first_id', 'second_id')}) OR (${FAMILIES('second_id', 'first_id')})`;
const STATE = `CASE WHEN customer_root(p.first_id) = customer_root(p.second_id) THEN 'MERGED' WHEN EXISTS (${DISMISSED}) THEN 'NOT_DUPLICATES' ELSE 'OPEN' END`;

/** A page of the pairs found by a rule, the likeliest first. */
export function listPairs(
  manager: EntityManager,
  { ruleId, leastPermille, states }: { ruleId: string; leastPermille: number; states: readonly DuplicateState[] },
  page: PageArgs,
): Promise<Connection<DuplicatePair>> {
  const pairs = manager
    .createQueryBuilder(duplicatePairTable, 'p')
    .where('p.ruleId = :ruleId AND p.permille >= :leastPermille', { ruleId, leastPermille })
    .andWhere(`${STATE} = ANY (:states)`, { states });
  return readPage(pairs, { by: ['permille', 'id'], direction: 'DESC' }, page);
}

/** How the customers of pairs stand to each other now, by the pairs' ids. */
export async function pairStates(
  manager: EntityManager,
  pairIds: readonly string[],
): Promise<ReadonlyMap<string, DuplicateState>> {
  const rows = await manager.query<{ id: string; state: DuplicateState }[]>(
    `SELECT p.id, ${STATE} AS state FROM duplicate_pairs p WHERE p.id = ANY ($1)`,
    [pairIds],
  );
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** Loads how the customers of pairs stand to each other. */
export const statesOfPairs: Batch<DuplicateState> = async ({ db }, pairIds) => {
  const known = await pairStates(db.manager, pairIds);
  return pairIds.map((id) => known.get(id) ?? null);
};

/** Loads what was said of pairs that are two customers each. */
export const dismissalsOfPairs: Batch<DuplicateDismissal> = async ({ db }, pairIds) => {
  const found = await db.manager
    .createQueryBuilder(duplicateDismissalTable, 'x')
    .innerJoin(
      `(SELECT p.id AS pair_id, (${DISMISSED} ORDER BY d.id LIMIT 1) AS dismissal_id FROM duplicate_pairs p WHERE p.id = ANY (:pairIds))`,
      'of_pair',
      'of_pair.dismissal_id = x.id',
      { pairIds },
    )
    .addSelect('of_pair.pair_id', 'pair_id')
    .getRawAndEntities<{ x_id: string; pair_id: string }>();
  const byIdOf = new Map(found.entities.map((each) => [each.id, each]));
  const byPair = new Map(found.raw.map(({ pair_id, x_id }) => [pair_id, byIdOf.get(x_id)]));
  return pairIds.map((id) => byPair.get(id) ?? null);
};

/** Records that two customers are two, unless that is on record. Returns whether it was not. */
export async function addDismissal(manager: EntityManager, dismissal: DuplicateDismissal): Promise<boolean> {
  const conflict = '(first_id, second_id) DO NOTHING';
  return (await insertRows(manager, duplicateDismissalTable, [dismissal], conflict)).length > 0;
}

/** Loads what is on record of both customers of pairs now, and what the run that found them would say of it. */
export const pairsAsOfNow: Batch<PairAsOfNow> = async (context, pairIds) => {
  const pairs = await Promise.all(pairIds.map((id) => context.load(duplicatePairsById, id, undefined)));
  const ids = pairs.flatMap((pair) => (pair ? [pair.firstId, pair.secondId] : []));
  const traits = await traitsOf(context.db.manager, [...new Set(ids)]);
  return Promise.all(
    pairs.map(async (pair) => {
      const run = pair && (await context.load(duplicateRunsById, pair.runId, undefined));
      const [first, second] = [traits.get(pair?.firstId ?? ''), traits.get(pair?.secondId ?? '')];
      return run && first && second ? { first, second, parts: compare(run.criteria, first, second) } : null;
    }),
  );
};
