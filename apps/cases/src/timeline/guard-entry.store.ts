import type { TimelineSource } from './timeline.ts';

/** What overrides of the guard add to a timeline. */
export const guardEntries: readonly TimelineSource[] = [
  {
    kind: 'GUARD_OVERRIDDEN',
    type: 'GuardOverriddenEntry',
    rows: (seesCasework) =>
      seesCasework
        ? `SELECT o.id, o.at, o.at AS recorded_at, o.overridden_by AS recorded_by, o.person_id,
             jsonb_build_object('verb', o.verb, 'reason', o.reason, 'failures', o.failures) AS details
           FROM guard_overrides o WHERE o.case_id = wanted.owner`
        : null,
  },
];
