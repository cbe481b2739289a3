import { createHash } from 'node:crypto';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { createId } from '@courtesy/kernel';
import {
  applyFilter,
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Context } from '@courtesy/subgraph';
import type { DataQualityFindingFilter } from '@courtesy/graph-types/metrics';
import { dataQualityFindingTable, dataQualityRuleTable } from './data-quality.table.ts';
import type { DataQualityFinding, DataQualityRule, JudgedFacts } from './data-quality-rule.ts';
import { judgeSql, type Judgement } from './harm.ts';

/** By what everybody is told apart who judges facts, or changes what they are judged by. */
const LOCK = `hashtextextended('courtesy.data-quality', 0)`;

/**
 * Waits for whoever else judges. Pages of one feed may be judged beside each other (`shared`), since each touches facts of its own; a new rule, and
 * news of people whose work other facts are, only alone: else a fact that another transaction has not committed yet would be judged by neither.
 */
export async function lockJudging(manager: EntityManager, how: 'shared' | 'alone'): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock${how === 'shared' ? '_shared' : ''}(${LOCK})`);
}

/** The kinds of facts that rules that hold are about. */
export async function judgedFacts(manager: EntityManager): Promise<ReadonlySet<JudgedFacts>> {
  const sql = `SELECT DISTINCT facts FROM data_quality_rules WHERE retired_at IS NULL`;
  return new Set((await manager.query<{ facts: JudgedFacts }[]>(sql)).map(({ facts }) => facts));
}

type Found = Pick<DataQualityFinding, 'ruleId' | 'ruleVersion' | 'recordId' | 'siteId' | 'teamId' | 'personId'>;

/** Told by what is found, and when, so that reading a feed again names a finding the same. */
function findingId({ ruleId, recordId }: Found, at: Date): string {
  const digest = createHash('sha256').update(`${ruleId}\n${recordId}\n${at.toISOString()}`).digest();
  return createId('dqfi', at.getTime(), digest.subarray(0, 16));
}

/** What is to be judged: the facts of these ids by all rules, or all facts by one rule. */
export interface Judging {
  readonly facts: JudgedFacts;
  readonly of: Judgement;
  readonly what: readonly string[] | string;
  readonly at: Date;
}

/** Judges facts and writes down what is found; the caller has the lock. Answers how many findings are new. */
export async function judge(manager: EntityManager, { facts, of, what, at }: Judging): Promise<number> {
  const found = await manager.query<Found[]>(judgeSql(facts, of), [what, at]);
  const more = { facts, foundAt: at, resolvedAt: null, waivedAt: null, waivedById: null, waiver: null };
  const rows = found.map((each) => ({ ...each, ...more, id: findingId(each, at) }));
  await insertRows(manager, dataQualityFindingTable, rows);
  return rows.length;
}

/** Which rules hold is for everybody to see who reads figures. */
const rules = (manager: EntityManager) => manager.createQueryBuilder(dataQualityRuleTable, 'r').where('TRUE');

/** Loads rules by id. */
export const rulesById = byId<DataQualityRule>(({ db }) => rules(db.manager));

const latestRuleFirst: KeysetOrder<DataQualityRule> = { by: ['adoptedAt', 'id'], direction: 'DESC' };

/** A page of the rules, the latest first; those that were retired only when asked for. */
export const listRules = (
  manager: EntityManager,
  page: PageArgs & { readonly withRetired: boolean },
): Promise<Connection<DataQualityRule>> =>
  readPage(page.withRetired ? rules(manager) : rules(manager).andWhere('r.retiredAt IS NULL'), latestRuleFirst, page);

/** The rule of a kind that holds; null when there is none. */
export const ruleThatHolds = (manager: EntityManager, kind: string): Promise<DataQualityRule | null> =>
  rules(manager).andWhere('r.kind = :kind AND r.retiredAt IS NULL', { kind }).getOne();

/** One rule, locked until the transaction ends. */
export const lockRule = (manager: EntityManager, id: string): Promise<DataQualityRule | null> =>
  rules(manager).andWhere('r.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Adds a rule. */
export async function addRule(manager: EntityManager, rule: DataQualityRule): Promise<void> {
  await insertRows(manager, dataQualityRuleTable, [rule]);
}

/** Overwrites what may change of a rule; the caller has locked it. */
export const saveRule = (
  manager: EntityManager,
  { id, severity, limit, ownerId, retiredAt, version }: DataQualityRule,
): Promise<void> => updateRows(manager, dataQualityRuleTable, [{ id, severity, limit, ownerId, retiredAt, version }]);

/** A retired rule finds nothing, and what it found stands no more. */
export async function resolveAllOf(manager: EntityManager, ruleId: string, at: Date): Promise<void> {
  const sql = `UPDATE data_quality_findings SET resolved_at = GREATEST($2::timestamptz, found_at) WHERE rule_id = $1 AND resolved_at IS NULL`;
  await manager.query(sql, [ruleId, at]);
}

/** Jobs that may know of other people's records that something is wrong with them. */
const LEADING: readonly Actor['role'][] = ['LEAD', 'MANAGER', 'REGIONAL', 'EXECUTIVE', 'ANALYST', 'ADMIN', 'SERVICE'];

function reach({
  reach: how,
  regionId,
  siteId,
  teamId,
}: Actor): readonly [sql: string, parameters: Record<string, unknown>] {
  const me = 'd.personId = :me';
  switch (how) {
    case 'ALL':
      return ['TRUE', {}];
    case 'REGION':
      return [
        `(d.siteId IN (SELECT id FROM site_copy WHERE region_id = :myRegion) OR ${me})`,
        { myRegion: regionId ?? null },
      ];
    case 'SITE':
      return [`(d.siteId = :mySite OR ${me})`, { mySite: siteId ?? null }];
    case 'TEAM':
      return [`(d.teamId = :myTeam OR ${me})`, { myTeam: teamId ?? null }];
    case 'OWN':
      return [me, {}];
  }
}

/** The findings an actor may see: those of records of whoever and whatever they reach; an agent's, their own, and those of nobody in their team. */
export function visibleFindings(manager: EntityManager, actor: Actor): SelectQueryBuilder<DataQualityFinding> {
  const [sql, parameters] = reach(actor);
  const whose = LEADING.includes(actor.role) ? 'TRUE' : '(d.personId IS NULL OR d.personId = :me)';
  return manager
    .createQueryBuilder(dataQualityFindingTable, 'd')
    .where(`(${sql} AND ${whose})`, { ...parameters, me: actor.personId ?? null });
}

const visible = ({ db, actor }: Context) => visibleFindings(db.manager, actor);

/** Loads findings by id, as far as the caller may see them. */
export const findingsById = byId<DataQualityFinding>(visible);

const latestFirst: KeysetOrder<DataQualityFinding> = { by: ['foundAt', 'id'], direction: 'DESC' };

/** The pages of what rules found, the latest first, in one statement. */
export const findingsOfRules = nestedPages<DataQualityFinding>({ rows: visible, of: 'ruleId', order: latestFirst });

const STATE = `(CASE WHEN d.resolvedAt IS NOT NULL THEN 'RESOLVED' WHEN d.waivedAt IS NOT NULL THEN 'WAIVED' ELSE 'OPEN' END)`;
const ofRule = (field: string) => `(SELECT r.${field} FROM data_quality_rules r WHERE r.id = d.ruleId)`;

const filterFields: Readonly<Record<Exclude<keyof DataQualityFindingFilter, 'and' | 'or' | 'not'>, string>> = {
  rule: 'd.ruleId',
  kind: ofRule('kind'),
  severity: ofRule('severity'),
  owner: ofRule('owner_id'),
  record: 'd.recordId',
  site: 'd.siteId',
  team: 'd.teamId',
  person: 'd.personId',
  state: STATE,
  foundAt: 'd.foundAt',
};

/** A page of the findings that the caller may see, the latest first. */
export function listFindings(
  { db, actor, now }: Context,
  { where, ...page }: PageArgs & { readonly where?: DataQualityFindingFilter | null | undefined },
): Promise<Connection<DataQualityFinding>> {
  const listed = visibleFindings(db.manager, actor);
  applyFilter(listed, where as Filter | null | undefined, { fields: filterFields, now: now() });
  return readPage(listed, latestFirst, page);
}

/** One finding that the actor may see, locked until the transaction ends. */
export const lockFinding = (manager: EntityManager, actor: Actor, id: string): Promise<DataQualityFinding | null> =>
  visibleFindings(manager, actor).andWhere('d.id = :id', { id }).setLock('pessimistic_write').getOne();

/** Keeps that a finding is put up with. */
export const saveWaiver = (
  manager: EntityManager,
  { id, waivedAt, waivedById, waiver }: DataQualityFinding,
): Promise<void> => updateRows(manager, dataQualityFindingTable, [{ id, waivedAt, waivedById, waiver }]);
