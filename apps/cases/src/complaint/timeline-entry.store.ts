import type { TimelineSource } from '../timeline/timeline.ts';

/** What a customer sees of a complaint: what they did, what they were told, and its end; nothing of how it was decided. */
const TOLD = `'REGISTER', 'ACKNOWLEDGE', 'HOLD', 'RESPOND', 'ESCALATE', 'REFER', 'CLOSE'`;

/** What complaints add to a timeline: each of their steps. */
export const complaintEntries: readonly TimelineSource[] = [
  {
    kind: 'COMPLAINT_STEPPED',
    type: 'ComplaintSteppedEntry',
    rows: (seesCasework) =>
      `SELECT s.id, s.at, s.recorded_at, s.recorded_by, s.person_id,
         jsonb_build_object('complaintId', m.id, 'verb', s.verb, 'stage', s.stage, 'status', s.status) AS details
       FROM complaints m JOIN complaint_steps s ON s.complaint_id = m.id
       WHERE m.case_id = wanted.owner ${seesCasework ? '' : `AND s.verb IN (${TOLD})`}`,
  },
];
