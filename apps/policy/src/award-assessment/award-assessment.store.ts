import type { EntityManager } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  type Connection,
  type Filter,
  type FilterField,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, ofFamily, type Actor } from '@courtesy/subgraph';
import type { AwardAssessmentFilter } from '@courtesy/graph-types/policy';
import { withinReach } from '../authority-use/authority-use.store.ts';
import type { AwardAssessment } from './award-assessment.ts';
import { awardAssessmentTable } from './award-assessment.table.ts';

const latestFirst: KeysetOrder<AwardAssessment> = { by: ['assessedAt', 'id'], direction: 'DESC' };

const filterFields: Readonly<Record<Exclude<keyof AwardAssessmentFilter, 'and' | 'or' | 'not'>, FilterField>> = {
  basis: 'm.basis',
  head: 'm.head',
  case: 'm.caseId',
  customer: ofFamily('m.customerId'),
  exception: 'm.exceptionId',
  assessor: 'm.requesterId',
  assessedAt: 'm.assessedAt',
};

const assessments = (manager: EntityManager, actor: Actor) =>
  withinReach(manager.createQueryBuilder(awardAssessmentTable, 'm').where('TRUE'), actor);

/** A page of the assessments within the caller's reach, latest first. */
export function listAssessments(
  manager: EntityManager,
  query: PageArgs & {
    readonly where?: AwardAssessmentFilter | null | undefined;
    readonly now: Date;
    readonly actor: Actor;
  },
): Promise<Connection<AwardAssessment>> {
  const listed = assessments(manager, query.actor);
  applyFilter(listed, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(listed, latestFirst, query);
}

/** Loads assessments within the caller's reach by id. */
export const assessmentsById = byId(({ db, actor }) => assessments(db.manager, actor));

/** What was awarded under an exception, in minor units; the caller has locked it, so that nothing is added meanwhile. */
export async function awardedUnder(manager: EntityManager, exceptionId: string): Promise<bigint> {
  const [row] = await manager.query<{ sum: string }[]>(
    `SELECT COALESCE(SUM(minor), 0)::text AS sum FROM award_assessments WHERE exception_id = $1`,
    [exceptionId],
  );
  return BigInt(row?.sum ?? '0');
}

/** Adds an assessment to the ledger. */
export async function addAssessment(manager: EntityManager, assessment: AwardAssessment): Promise<void> {
  await insertRows(manager, awardAssessmentTable, [assessment]);
}
