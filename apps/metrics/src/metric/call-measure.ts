import type { Rule, Summary, Tally } from './measure.ts';

const CAME_IN: Rule = { sql: `f.direction = 'INBOUND'`, words: 'Calls that came in.' };

const tally = (counted: readonly Rule[], more: Omit<Tally, 'kind' | 'at' | 'counted'> = {}): Tally => ({
  ...{ kind: 'CALLS', at: 'f.occurred_at', counted: [CAME_IN, ...counted] },
  ...more,
});

/** What nobody measured did not wait. */
const WAIT = 'coalesce(f.wait_ms, 0)';
const IS_ANSWERED = `f.outcome = 'ANSWERED'`;
const IS_ABANDONED = `f.outcome = 'ABANDONED'`;
/** Nobody waited long enough for it to say anything of the service. */
const SHORT_ABANDON_MS = 5_000;

const ANSWERED: Rule = { sql: IS_ANSWERED, words: 'Calls that somebody answered.' };
const ABANDONED: Rule = { sql: IS_ABANDONED, words: 'Calls whose caller gave up waiting.' };
const LEFT_MENU: Rule = { sql: `f.outcome = 'LEFT_MENU'`, words: 'Calls that left in the menu.' };
/** Those in the menu wanted nobody yet. */
const OFFERED: Rule = {
  sql: `f.outcome IN ('ANSWERED', 'ABANDONED')`,
  words: 'Calls that were answered or given up; those that left in the menu wanted nobody yet.',
};
const WAITED: Rule = { sql: `${WAIT} > 0`, words: 'Calls that waited at all.' };
const HANDLED: Rule = { sql: 'f.handle_ms > 0', words: 'Only where the switch measured how long it took.' };
const NO_SHORT_ABANDONS: Rule = {
  sql: `NOT (${IS_ABANDONED} AND ${WAIT} < ${SHORT_ABANDON_MS})`,
  words: 'None that was given up within 5 seconds.',
};

const withinSeconds = (seconds: number) => ({ above: `${IS_ANSWERED} AND ${WAIT} <= ${seconds * 1_000}` });
const wait = (as: Summary) => ({ quantity: { of: `${WAIT} / 1000.0`, as } });
const handling = (as: Summary) => ({ quantity: { of: 'f.handle_ms / 1000.0', as } });

/** How each version of each metric of telephone calls is worked out, over the facts of calls. */
export const callMeasures: Readonly<Record<string, Tally>> = {
  'calls.recorded@1': tally([]),
  'calls.left_menu@1': tally([LEFT_MENU]),
  'calls.offered@1': tally([OFFERED]),
  'calls.answered@1': tally([ANSWERED]),
  'calls.abandoned@1': tally([ABANDONED]),
  'calls.queued@1': tally([OFFERED, WAITED]),
  'calls.abandonment_share@1': tally([OFFERED], { above: IS_ABANDONED }),
  'calls.service_level.10s@1': tally([OFFERED], withinSeconds(10)),
  'calls.service_level.20s@1': tally([OFFERED], withinSeconds(20)),
  'calls.service_level.30s@1': tally([OFFERED], withinSeconds(30)),
  'calls.service_level.60s@1': tally([OFFERED], withinSeconds(60)),
  'calls.service_level.20s.without_short_abandons@1': tally([OFFERED, NO_SHORT_ABANDONS], withinSeconds(20)),
  'calls.speed_of_answer.mean@1': tally([ANSWERED], wait('MEAN')),
  'calls.speed_of_answer.queued.mean@1': tally([ANSWERED, WAITED], wait('MEAN')),
  'calls.handle_time.mean@1': tally([ANSWERED, HANDLED], handling('MEAN')),
  'calls.handle_time.total@1': tally([ANSWERED, HANDLED], handling('SUM')),
  'calls.abandoned_wait.mean@1': tally([ABANDONED], wait('MEAN')),
  'calls.wait.median@1': tally([OFFERED], wait({ percentile: 0.5 })),
  'calls.wait.p90@1': tally([OFFERED], wait({ percentile: 0.9 })),
  'calls.wait.max@1': tally([OFFERED], wait('GREATEST')),
};
