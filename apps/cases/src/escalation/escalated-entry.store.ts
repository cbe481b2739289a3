import { referenceSql, type TimelineSource } from '../timeline/timeline.ts';

/** What escalations add to a timeline: each search for somebody on duty, whoever was found or not. That they accepted is an assignment. */
export const escalationEntries: readonly TimelineSource[] = [
  {
    kind: 'ESCALATED',
    type: 'EscalatedEntry',
    rows: (seesCasework) =>
      seesCasework
        ? `SELECT s.id, s.at, s.at AS recorded_at, NULL::text AS recorded_by, NULL::text AS person_id,
             jsonb_build_object('escalationId', s.escalation_id, 'level', s.level, 'outcome', s.outcome, 'to', ${referenceSql('s.person_id')}) AS details
           FROM cover_searches s WHERE s.case_id = wanted.owner AND s.escalation_id IS NOT NULL`
        : null,
  },
];
