import fc from 'fast-check';
import type { EventData } from '@courtesy/events';
import { announced, type Announced } from './metrics-world.ts';

const or = <T>(...values: readonly T[]) => fc.constantFrom(...values, null);
const START = Date.parse('2026-04-01T00:00:00.000Z');
const iso = (minutes: number) => new Date(START + minutes * 60_000).toISOString();

const step = fc.record({
  kind: fc.constantFrom(
    ...(['contact', 'correction', 'clock', 'breach', 'stop', 'complaint', 'answer', 'refund', 'settle'] as const),
  ),
  of: fc.nat({ max: 3 }),
  at: fc.nat({ max: 20_000 }),
  wait: fc.nat({ max: 600 }),
  personId: or('pers_1', 'pers_2'),
  yes: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const contact = ({ at, wait, personId, yes, of }: Step): EventData<'courtesy.interaction.recorded.v2'> => ({
  ...{ caseId: `case_${of}`, customerId: `cust_${of}`, siteId: 'site_1', teamId: null, channel: 'EMAIL' },
  ...{ direction: yes ? 'INBOUND' : 'OUTBOUND', isAutomatic: wait > 500, occurredAt: iso(at), recordedAt: iso(at) },
  ...{ handleMs: wait * 1000, waitMs: yes ? wait * 1000 : null, personId, call: null, letter: null },
});

const row = ({ at, of, yes }: Step): EventData<'courtesy.clock.started.v1'> => ({
  ...{ caseId: `case_${of}`, clock: 'RESOLUTION', segment: 1, at: iso(at), dueAt: yes ? iso(at + 60) : null },
  ...{ targetMs: yes ? 3_600_000 : null, calendarVersionId: null, standardId: null, cause: 'OPEN' },
});

const place = ({ at, of, personId }: Step) => ({
  ...{ caseId: `case_${of}`, customerId: `cust_${of}`, siteId: 'site_1', teamId: null, assigneeId: personId },
  ...{
    regimeId: 'crg_1',
    regimeVersionId: 'crgv_1',
    stage: 'ONE',
    status: 'OPEN',
    at: iso(at),
    on: '2026-04-01',
    personId,
  },
});

const payout = ({ at, of, wait, personId }: Step): EventData<'courtesy.refund.settled.v1'> => ({
  ...{
    caseId: `case_${of}`,
    customerId: `cust_${of}`,
    purchaseId: null,
    minor: String(wait),
    currency: 'GBP',
    status: 'X',
  },
  ...{ siteId: 'site_1', teamId: null, requesterId: personId ?? 'pers_3', approverId: null, decisionId: null },
  ...{ authorityUseId: null, reason: 'OTHER', at: iso(at) },
});

/** What a step announces. */
function told(each: Step, i: number): Announced {
  const { kind, of, wait, yes } = each;
  const outcome = yes ? ('UPHELD' as const) : ('NOT_UPHELD' as const);
  switch (kind) {
    case 'contact':
      return announced('courtesy.interaction.recorded.v2', `intr_${i}`, contact(each));
    case 'correction': {
      const corrected = { ...contact(each), supersedes: `intr_${i - 1 - of}` };
      return announced('courtesy.interaction.corrected.v2', `intr_${i}`, corrected);
    }
    case 'clock':
      return announced('courtesy.clock.started.v1', `clke_${i}`, row(each));
    case 'breach':
      return announced('courtesy.clock.breached.v1', `clke_${i}`, row(each));
    case 'stop':
      return announced('courtesy.clock.stopped.v1', `clke_${i}`, row(each));
    case 'complaint': {
      const received = { category: null, kinds: [], receivedAt: iso(each.at), receivedOn: '2026-04-01' };
      return announced('courtesy.complaint.registered.v1', `cmpl_${of}`, { ...place(each), ...received });
    }
    case 'answer': {
      const answer = { outcome, letter: 'FINAL_RESPONSE', late: wait > 300 ? ['final'] : [] };
      return announced('courtesy.complaint.responded.v1', `cmpl_${of}`, { ...place(each), ...answer });
    }
    case 'refund':
      return announced('courtesy.refund.requested.v1', `rfnd_${of}`, payout(each));
    case 'settle':
      return announced('courtesy.refund.settled.v1', `rfnd_${of}`, payout(each));
  }
}

/** Any sequence of what the cases service announces of contacts, clocks, complaints and refunds. */
export const activitiesOfCases: fc.Arbitrary<readonly Announced[]> = fc
  .array(step, { maxLength: 40 })
  .map((steps) => steps.map(told));

const shift = fc.record({ of: fc.nat({ max: 2 }), at: fc.nat({ max: 20_000 }), kind: fc.nat({ max: 4 }) });

/** Any sequence of what the workforce service announces of shifts, presence and reviews. */
export const activitiesOfWorkforce: fc.Arbitrary<readonly Announced[]> = fc
  .array(shift, { maxLength: 20 })
  .map((steps) =>
    steps.map(({ of, at, kind }, i) => {
      const planned = { personId: `pers_${of}`, siteId: 'site_1', startsAt: iso(at), endsAt: iso(at + 480) };
      const review = {
        ...{ scorecardVersionId: 'scov_1', interactionId: null, caseId: null, personId: `pers_${of}` },
        ...{
          reviewerId: 'pers_9',
          status: 'PUBLISHED' as const,
          scoreTenThousandths: at % 10_000,
          failedCritical: false,
        },
      };
      if (kind === 0) return announced('courtesy.shift.scheduled.v1', `shft_${of}`, planned);
      if (kind === 1) return announced('courtesy.shift.cancelled.v1', `shft_${of}`, { ...planned, reason: 'Ill' });
      if (kind === 2) return announced('courtesy.review.published.v1', `qrev_${of}`, review);
      const presence = kind === 3 ? ('AVAILABLE' as const) : ('ON_CONTACT' as const);
      return announced('courtesy.presence.changed.v1', `pers_${of}`, {
        personId: `pers_${of}`,
        presence,
        since: iso(i * 100),
      });
    }),
  );
