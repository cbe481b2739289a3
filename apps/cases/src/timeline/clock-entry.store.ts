import type { TimelineSource } from './timeline.ts';

/** What clocks add to a timeline: each breach, at the instant at which the target was reached. */
export const clockEntries: readonly TimelineSource[] = [
  {
    kind: 'CLOCK_BREACHED',
    type: 'ClockBreachedEntry',
    rows: (seesCasework) =>
      seesCasework
        ? `SELECT e.id, e.at, e.recorded_at, NULL::text AS recorded_by, NULL::text AS person_id,
             jsonb_build_object('clock', e.clock, 'segment', e.segment) AS details
           FROM clock_events e WHERE e.case_id = wanted.owner AND e.kind = 'BREACH'`
        : null,
  },
];
