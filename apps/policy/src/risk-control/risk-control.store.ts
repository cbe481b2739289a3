import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import { byId, nestedPages } from '@courtesy/subgraph';
import type { ControlAssessment, RiskControl } from './risk-control.ts';
import { controlAssessmentTable, riskControlTable } from './risk-control.table.ts';

/** Controls are for all staff, as risks are. */
const controls = (manager: EntityManager) => manager.createQueryBuilder(riskControlTable, 'c');

/** Loads controls by id. */
export const riskControlsById = byId(({ db }) => controls(db.manager));

/** The pages of the controls of risks, in the order in which they were added. */
export const riskControlPages = nestedPages<RiskControl>({
  rows: ({ db }) => controls(db.manager),
  of: 'riskId',
  order: { by: ['id'], direction: 'ASC' },
});

/** The pages of the assessments of controls, the last first. */
export const controlAssessmentPages = nestedPages<ControlAssessment>({
  rows: ({ db }) => db.manager.createQueryBuilder(controlAssessmentTable, 'a'),
  of: 'controlId',
  order: { by: ['number'], direction: 'DESC' },
});

/** One control as it stands, locked until the transaction ends. */
export function lockControl(manager: EntityManager, id: string): Promise<RiskControl | null> {
  return controls(manager).where({ id }).setLock('pessimistic_write').getOne();
}

/** Adds a control. */
export async function addControl(manager: EntityManager, control: RiskControl): Promise<void> {
  await insertRows(manager, riskControlTable, [control]);
}

/** Saves how a control that the caller has locked works, or that it was retired. Nothing else of a control ever changes. */
export async function saveControl(manager: EntityManager, control: RiskControl): Promise<void> {
  const { id, effectiveness, assessedAt, retiredAt, retirementReason, version } = control;
  await updateRows(manager, riskControlTable, [
    { id, effectiveness, assessedAt, retiredAt, retirementReason, version },
  ]);
}

/** Adds an assessment. */
export async function addControlAssessment(manager: EntityManager, assessment: ControlAssessment): Promise<void> {
  await insertRows(manager, controlAssessmentTable, [assessment]);
}
