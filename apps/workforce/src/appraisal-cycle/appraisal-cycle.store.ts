import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, type Batch } from '@courtesy/subgraph';
import type { AppraisalCycle, AppraisalFormula } from './appraisal-cycle.ts';
import { appraisalCycleTable, appraisalFormulaTable } from './appraisal-cycle.table.ts';

/** How and when people are appraised is for all staff: whoever is appraised may know by what. */
const cycles = (manager: EntityManager) => manager.createQueryBuilder(appraisalCycleTable, 'c').where('TRUE');

/** Loads cycles by id. */
export const cyclesById = byId(({ db }) => cycles(db.manager));

/** The cycles of each site, the latest first. */
export const cyclesOfSites: Batch<readonly AppraisalCycle[]> = async ({ db }, ids) => {
  const found = await cycles(db.manager)
    .andWhere('c.siteId = ANY (:ids)', { ids })
    .orderBy('c.from', 'DESC')
    .addOrderBy('c.id', 'DESC')
    .getMany();
  const known = Map.groupBy(found, ({ siteId }) => siteId);
  return ids.map((id) => known.get(id) ?? []);
};

/** The formulas of each cycle, the first one first. */
export const formulasOfCycles: Batch<readonly AppraisalFormula[]> = async ({ db }, ids) => {
  const found = await db.manager
    .createQueryBuilder(appraisalFormulaTable, 'f')
    .where('f.cycleId = ANY (:ids)', { ids })
    .orderBy('f.number')
    .getMany();
  const known = Map.groupBy(found, ({ cycleId }) => cycleId);
  return ids.map((id) => known.get(id) ?? []);
};

/** One cycle, locked until the transaction ends. */
export const lockCycle = (manager: EntityManager, id: string): Promise<AppraisalCycle | null> =>
  cycles(manager).andWhere('c.id = :id', { id }).setLock('pessimistic_write').getOne();

/** One formula of a cycle. Throws when it is not there. */
export const findFormula = (manager: EntityManager, cycleId: string, number: number): Promise<AppraisalFormula> =>
  manager.createQueryBuilder(appraisalFormulaTable, 'f').where({ cycleId, number }).getOneOrFail();

/** Adds a cycle. */
export async function addCycle(manager: EntityManager, cycle: AppraisalCycle): Promise<void> {
  await insertRows(manager, appraisalCycleTable, [cycle]);
}

/** Overwrites a cycle that the caller has locked. */
export const saveCycle = (manager: EntityManager, cycle: AppraisalCycle): Promise<void> =>
  updateRows(manager, appraisalCycleTable, [cycle]);

/** Adds a formula. */
export async function addFormula(manager: EntityManager, formula: AppraisalFormula): Promise<void> {
  await insertRows(manager, appraisalFormulaTable, [formula]);
}
