import type { EntityManager } from 'typeorm';
import { insertRows, readPage, updateRows, type Connection, type PageArgs } from '@courtesy/persistence';
import { byId, nestedPages, type Actor } from '@courtesy/subgraph';
import { visibleCases } from '../case/case.store.ts';
import { automationRuleTable, automationRunTable } from './automation-rule.table.ts';
import type { AutomationRule } from './automation-rule.ts';
import type { AutomationRun } from './automation-run.ts';

/** A page of the rules, in the order in which they act. */
export function listRules(manager: EntityManager, page: PageArgs): Promise<Connection<AutomationRule>> {
  const rules = manager.createQueryBuilder(automationRuleTable, 'r');
  return readPage(rules, { by: ['rank', 'id'], direction: 'ASC' }, page);
}

/** Loads rules by id. */
export const rulesById = byId(({ db }) => db.manager.createQueryBuilder(automationRuleTable, 'r').where('TRUE'));

/** The rules in force, in the order in which they act. */
export const activeRules = (manager: EntityManager): Promise<AutomationRule[]> =>
  manager
    .createQueryBuilder(automationRuleTable, 'r')
    .where('r.isActive')
    .orderBy('r.rank')
    .addOrderBy('r.id')
    .getMany();

/** One rule as it stands, locked until the transaction ends. */
export function lockRule(manager: EntityManager, id: string): Promise<AutomationRule | null> {
  return manager
    .createQueryBuilder(automationRuleTable, 'r')
    .where('r.id = :id', { id })
    .setLock('pessimistic_write')
    .getOne();
}

/** Adds a rule. */
export async function addRule(manager: EntityManager, rule: AutomationRule): Promise<void> {
  await insertRows(manager, automationRuleTable, [rule]);
}

/** Overwrites a rule that the caller has locked. */
export async function saveRule(manager: EntityManager, rule: AutomationRule): Promise<void> {
  await updateRows(manager, automationRuleTable, [rule]);
}

/** Puts on record what a rule did. */
export async function addRun(manager: EntityManager, run: AutomationRun): Promise<void> {
  await insertRows(manager, automationRunTable, [run]);
}

/** The rules that led to this version of a case, the first one first; none when a person did. */
export async function chainBehind(manager: EntityManager, caseId: string, version: number): Promise<readonly string[]> {
  const run = await manager
    .createQueryBuilder(automationRunTable, 'r')
    .where('r.caseId = :caseId AND r.versionBefore < :version AND r.versionAfter >= :version', { caseId, version })
    .getOne();
  return run?.chain ?? [];
}

const visibleRuns = (manager: EntityManager, actor: Actor) => {
  const cases = visibleCases(manager, actor).select('c.id');
  return manager
    .createQueryBuilder(automationRunTable, 'r')
    .where(`r.caseId IN (${cases.getQuery()})`)
    .setParameters(cases.getParameters());
};

const latestFirst = { by: ['at', 'id'], direction: 'DESC' } as const;

/** The pages of what rules did to cases that the caller may see, the latest first. */
export const runsOfCases = nestedPages<AutomationRun>({
  rows: ({ db, actor }) => visibleRuns(db.manager, actor),
  of: 'caseId',
  order: latestFirst,
});

/** The pages of what rules did, as far as the caller may see the cases, the latest first. */
export const runsOfRules = nestedPages<AutomationRun>({
  rows: ({ db, actor }) => visibleRuns(db.manager, actor),
  of: 'ruleId',
  order: latestFirst,
});
