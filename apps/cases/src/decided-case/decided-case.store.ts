import type { EntityManager } from 'typeorm';
import type { KnownEvent } from '@courtesy/events';
import type { KeysetOrder } from '@courtesy/persistence';
import { nestedPages } from '@courtesy/subgraph';
import { visibleCases } from '../case/case.store.ts';
import type { DecidedCase } from './decided-case.ts';
import { decidedCaseTable } from './decided-case.table.ts';

const latestFirst: KeysetOrder<DecidedCase> = { by: ['decidedAt', 'id'], direction: 'DESC' };

/** The pages of the cases decided by versions of policies, as far as the caller may see the cases, the last decided first. */
export const casesDecidedBy = nestedPages<DecidedCase>({
  rows: ({ db, actor }) => {
    const cases = visibleCases(db.manager, actor).andWhere('c.id = d.caseId').select('1');
    return db.manager
      .createQueryBuilder(decidedCaseTable, 'd')
      .where(`EXISTS (${cases.getQuery()})`, cases.getParameters());
  },
  of: 'policyVersionId',
  order: latestFirst,
});

// One statement may touch a row once: of the decisions told together the last one in a case is written, and never one from before.
const KEEP_LAST = `
  INSERT INTO decided_cases AS known (id, policy_version_id, case_id, decision_id, decided_at)
  SELECT DISTINCT ON (version, case_id) version || '.' || case_id, version, case_id, decision_id, decided_at
  FROM json_to_recordset($1::json) AS told (versions text[], case_id text, decision_id text, decided_at timestamptz(3))
    CROSS JOIN LATERAL unnest(told.versions) AS version
  ORDER BY version, case_id, decided_at DESC, decision_id DESC
  ON CONFLICT (id) DO UPDATE SET decision_id = excluded.decision_id, decided_at = excluded.decided_at
    WHERE (known.decided_at, known.decision_id) < (excluded.decided_at, excluded.decision_id)`;

/** Keeps on which versions of policies the decisions in cases rest, however often and in whatever order it is told. */
export async function keepDecidedCases(manager: EntityManager, events: readonly KnownEvent[]): Promise<void> {
  const told = events.flatMap((event) => {
    if (event.type !== 'courtesy.decision.made.v1' || event.data.caseId === null) return [];
    const { caseId, policyVersionIds } = event.data;
    return { versions: policyVersionIds, case_id: caseId, decision_id: event.subject, decided_at: event.time };
  });
  if (told.length > 0) await manager.query(KEEP_LAST, [JSON.stringify(told)]);
}
