import { standsWith } from '../case-merge/family.store.ts';
import type { TimelineSource } from './timeline.ts';

const contacts = (which: string, at: string) =>
  `SELECT i.id, i.${at} AS at, i.recorded_at, i.recorded_by, i.person_id, jsonb_build_object('interactionId', i.id) AS details
   FROM interactions i WHERE ${standsWith('i', 'wanted.owner')} AND ${which}`;

const IS_CURRENT = 'NOT EXISTS (SELECT 1 FROM interactions later WHERE later.supersedes_id = i.id)';

/**
 * What contacts add to a timeline. Who sees casework sees each as it was first recorded, and each correction when it was made; a customer sees
 * the contacts as they are now, and nothing of what they were before. Those of cases merged into it are among them.
 */
export const contactEntries: readonly TimelineSource[] = [
  {
    kind: 'CONTACT_RECORDED',
    type: 'ContactRecordedEntry',
    rows: (seesCasework) => contacts(seesCasework ? 'i.supersedes_id IS NULL' : IS_CURRENT, 'occurred_at'),
  },
  {
    kind: 'CONTACT_CORRECTED',
    type: 'ContactCorrectedEntry',
    rows: (seesCasework) => (seesCasework ? contacts('i.supersedes_id IS NOT NULL', 'recorded_at') : null),
  },
];
