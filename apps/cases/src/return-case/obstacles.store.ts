import { familyOf } from '../case-merge/family.store.ts';
import { openReturnStatuses } from './return-case.ts';

const OPEN = openReturnStatuses.map((status) => `'${status}'`).join(', ');

/**
 * The documents that a return still needs, as what stands in the way of ending its case: those that the latest decision on each line asks for,
 * of returns of which the goods may come back or have. One row for each document. The returns of cases merged into one count for it.
 */
export const missingPaperwork = `
  SELECT DISTINCT c.id, 'PAPERWORK_MISSING' AS kind, wanted.document || ' for the return of order ' || p.order_number AS what, r.id AS return_id
  FROM cases c
  JOIN return_cases r ON r.case_id = ANY (${familyOf('c.id')})
  JOIN purchase_copy p ON p.id = r.purchase_id
  JOIN return_decisions d ON d.return_id = r.id
  CROSS JOIN LATERAL unnest(d.required_documents) AS wanted (document)
  WHERE c.id = ANY ($1) AND r.status IN (${OPEN}) AND r.status <> 'REQUESTED'
    AND NOT EXISTS (SELECT 1 FROM return_decisions later WHERE later.line_id = d.line_id AND later.return_version > d.return_version)
    AND NOT EXISTS (SELECT 1 FROM return_documents there WHERE there.return_id = r.id AND there.document = wanted.document)`;
