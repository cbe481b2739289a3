import type { Summary, Tally } from './measure.ts';

const tally = (counted: string, more: Omit<Tally, 'kind' | 'at' | 'counted'> = {}): Tally => ({
  ...{ kind: 'CALLS', at: 'f.occurred_at' },
  counted: `f.direction = 'INBOUND' AND ${counted}`,
  ...more,
});

/** What nobody measured did not wait. */
const WAIT = 'coalesce(f.wait_ms, 0)';
const ANSWERED = `f.outcome = 'ANSWERED'`;
const ABANDONED = `f.outcome = 'ABANDONED'`;
/** Those in the menu wanted nobody yet. */
const OFFERED = `f.outcome IN ('ANSWERED', 'ABANDONED')`;
const QUEUED = `${OFFERED} AND ${WAIT} > 0`;
/** Nobody waited long enough for it to say anything of the service. */
const SHORT_ABANDON_MS = 5_000;

const withinSeconds = (seconds: number) => ({ above: `${ANSWERED} AND ${WAIT} <= ${seconds * 1_000}` });
const wait = (as: Summary) => ({ seconds: { of: `${WAIT} / 1000.0`, as } });
const handling = (as: Summary) => ({ seconds: { of: 'f.handle_ms / 1000.0', as } });
const HANDLED = `${ANSWERED} AND f.handle_ms > 0`;

/** How each version of each metric of telephone calls is worked out, over the facts of calls. */
export const callMeasures: Readonly<Record<string, Tally>> = {
  'calls.recorded@1': tally('TRUE'),
  'calls.left_menu@1': tally(`f.outcome = 'LEFT_MENU'`),
  'calls.offered@1': tally(OFFERED),
  'calls.answered@1': tally(ANSWERED),
  'calls.abandoned@1': tally(ABANDONED),
  'calls.queued@1': tally(QUEUED),
  'calls.abandonment_share@1': tally(OFFERED, { above: ABANDONED }),
  'calls.service_level.10s@1': tally(OFFERED, withinSeconds(10)),
  'calls.service_level.20s@1': tally(OFFERED, withinSeconds(20)),
  'calls.service_level.30s@1': tally(OFFERED, withinSeconds(30)),
  'calls.service_level.60s@1': tally(OFFERED, withinSeconds(60)),
  'calls.service_level.20s.without_short_abandons@1': tally(
    `${OFFERED} AND NOT (${ABANDONED} AND ${WAIT} < ${SHORT_ABANDON_MS})`,
    withinSeconds(20),
  ),
  'calls.speed_of_answer.mean@1': tally(ANSWERED, wait('MEAN')),
  'calls.speed_of_answer.queued.mean@1': tally(`${ANSWERED} AND ${WAIT} > 0`, wait('MEAN')),
  'calls.handle_time.mean@1': tally(HANDLED, handling('MEAN')),
  'calls.handle_time.total@1': tally(HANDLED, handling('SUM')),
  'calls.abandoned_wait.mean@1': tally(ABANDONED, wait('MEAN')),
  'calls.wait.median@1': tally(OFFERED, wait({ percentile: 0.5 })),
  'calls.wait.p90@1': tally(OFFERED, wait({ percentile: 0.9 })),
  'calls.wait.max@1': tally(OFFERED, wait('GREATEST')),
};
