import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ComplaintVerb } from '@courtesy/graph-types/cases';
import { oneStage, twoStages } from '../../test/complaint-stories.ts';
import { deadlinesOf, nextDueBy, stateOf } from './complaint-deadline.ts';
import { allowedVerbs, nextStageOf, transitions, unansweredStatuses, type KnownComplaint } from './complaint.ts';
import { datesOf, NOTHING, type ComplaintStep } from './complaint-step.ts';
import { checkNeededSince, takeStep, type StepGiven } from './taking.ts';

const DAY_MS = 86_400_000;
const RECEIVED = Date.parse('2026-04-02T09:00:00Z');
const rulesOf = { twoStages, oneStage };

/** A complaint received on Thursday 2 April 2026. */
function begun(rules: keyof typeof rulesOf): KnownComplaint {
  const stage = rulesOf[rules].stages[0]?.key ?? '';
  const at = new Date(RECEIVED);
  const register: ComplaintStep = {
    ...{ ...NOTHING, id: 'cstp_1', complaintId: 'cmpl_1', number: 1, verb: 'REGISTER', stage, status: 'RECEIVED' },
    ...{ at, on: '2026-04-02', recordedAt: at, recordedBy: 'me', personId: null },
  };
  return {
    complaint: {
      ...{ id: 'cmpl_1', caseId: 'case_1', customerId: 'cust_1', regimeId: 'crg_1', regimeVersionId: 'crgv_1' },
      ...{ receivedAt: at, receivedOn: '2026-04-02', category: null, kinds: [], stage, status: 'RECEIVED' },
      ...{ isEligible: null, ineligibleBecause: null, awaitsCheckSince: null, registeredAt: at, closedAt: null },
      version: 1,
    },
    rules: rulesOf[rules],
    steps: [register],
  };
}

const details: Readonly<Partial<Record<ComplaintVerb, Partial<StepGiven>>>> = {
  ACKNOWLEDGE: { letterKind: 'ACKNOWLEDGEMENT', body: 'x' },
  HOLD: { letterKind: 'HOLDING', body: 'x', expectedOn: '2026-12-01' },
};

/** What the commands make of a verb, without their checks of input. */
function given(known: KnownComplaint, verb: ComplaintVerb, at: Date): StepGiven {
  const stage = known.rules.stages.find(({ key }) => key === known.complaint.stage);
  const more: Partial<StepGiven> =
    verb === 'DECIDE'
      ? { outcome: 'NOT_UPHELD', changes: { awaitsCheckSince: checkNeededSince(known, 'NOT_UPHELD', at) } }
      : verb === 'CONFIRM' || verb === 'RETURN'
        ? { changes: { awaitsCheckSince: null } }
        : verb === 'RESPOND'
          ? { letterKind: stage?.endedBy.at(-1) ?? null, body: 'x' }
          : verb === 'ESCALATE'
            ? { changes: { stage: nextStageOf(known)?.key ?? '' } }
            : {};
  return { ...details[verb], ...more, verb, at } as StepGiven;
}

const verbs = Object.keys(transitions) as ComplaintVerb[];
const walks = fc.record({
  rules: fc.constantFrom('twoStages' as const, 'oneStage' as const),
  asked: fc.array(
    fc.record({ verb: fc.constantFrom(...verbs.filter((each) => each !== 'REGISTER')), days: fc.nat(12) }),
    { minLength: 1, maxLength: 40 },
  ),
});

/** Every state of a walk, each with the verb that led there. */
function* walk({ rules, asked }: { rules: keyof typeof rulesOf; asked: { verb: ComplaintVerb; days: number }[] }) {
  let known = begun(rules);
  let now = RECEIVED;
  for (const { verb, days } of asked) {
    now += days * DAY_MS;
    const before = known;
    const record = {
      id: `cstp_${before.steps.length + 1}`,
      recordedAt: new Date(now),
      recordedBy: 'me',
      personId: null,
    };
    const taken = takeStep(before, given(before, verb, new Date(now)), record);
    if (taken.type === 'StepTaken') known = taken.known;
    yield { before, known, verb, taken, now: new Date(now) };
  }
}

describe('a complaint, whatever is asked of it in whatever order', () => {
  it('does what is allowed and nothing else, grows by one step and one version, and forgets no step', () => {
    fc.assert(
      fc.property(walks, (asked) => {
        for (const { before, known, verb, taken } of walk(asked)) {
          expect(taken.type === 'StepTaken').toBe(allowedVerbs(before).includes(verb));
          expect(known.steps.length).toBe(known.complaint.version);
          expect(known.steps.slice(0, before.steps.length)).toEqual(before.steps);
          expect(known.steps.at(-1)?.status).toBe(known.complaint.status);
        }
      }),
    );
  });

  it('is never answered undecided, unconfirmed or in a stage out of order, and closes with an answer only', () => {
    fc.assert(
      fc.property(walks, (asked) => {
        for (const { before, known, verb, taken } of walk(asked)) {
          if (taken.type !== 'StepTaken') continue;
          const ofStage = before.steps.filter(({ stage }) => stage === before.complaint.stage).map((each) => each.verb);
          if (verb === 'RESPOND') {
            expect(ofStage.lastIndexOf('DECIDE')).toBeGreaterThan(ofStage.lastIndexOf('RETURN'));
            if (asked.rules === 'twoStages' && before.complaint.stage === 'one') expect(ofStage).toContain('CONFIRM');
          }
          if (verb === 'ESCALATE') expect(ofStage).toContain('RESPOND');
          if (known.complaint.status === 'CLOSED' && verb === 'CLOSE')
            expect(unansweredStatuses).not.toContain(before.complaint.status);
        }
      }),
    );
  });

  it('keeps its deadlines: none moves but by an acknowledgement, a holding response or a new stage, and what is met stays met', () => {
    fc.assert(
      fc.property(walks, (asked) => {
        for (const { before, known, verb } of walk(asked)) {
          const after = new Map(deadlinesOf(known).map((each) => [each.id, each]));
          for (const each of deadlinesOf(before)) {
            const now = after.get(each.id);
            if (!['ACKNOWLEDGE', 'HOLD', 'ESCALATE'].includes(verb)) expect(now?.dueOn).toBe(each.dueOn);
            if (each.metAt) expect(now?.metAt).toEqual(each.metAt);
          }
        }
      }),
    );
  });

  it('has nothing due once its stage is answered, and something due before', () => {
    fc.assert(
      fc.property(walks, (asked) => {
        for (const { known } of walk(asked)) {
          const { status } = known.complaint;
          const due = nextDueBy(deadlinesOf(known));
          if (unansweredStatuses.includes(status)) expect(due).not.toBeNull();
          else expect(due).toBeNull();
        }
      }),
    );
  });
});

describe('a deadline', () => {
  const [summary, response] = deadlinesOf(begun('oneStage'));
  const at = (text: string) => new Date(text);

  it('is kept until the day ends where the regime counts its days, and broken from then on', () => {
    expect(response).toMatchObject({ dueOn: '2026-04-27', dueBy: at('2026-04-27T23:00:00Z') });
    expect(stateOf(response!, at('2026-04-27T22:59:59.999Z'))).toBe('RUNNING');
    expect(stateOf(response!, at('2026-04-27T23:00:00Z'))).toBe('BREACHED');
    expect(stateOf({ ...response!, metAt: at('2026-04-27T22:59:59.999Z') }, at('2027-01-01T00:00:00Z'))).toBe('MET');
    expect(stateOf({ ...response!, metAt: at('2026-04-27T23:00:00Z') }, at('2027-01-01T00:00:00Z'))).toBe('BREACHED');
  });

  it('that only a summary resolution keeps may be let pass', () => {
    expect(summary).toMatchObject({ dueOn: '2026-04-09', isBinding: false });
    expect(stateOf(summary!, at('2026-04-09T22:59:59.999Z'))).toBe('RUNNING');
    expect(stateOf(summary!, at('2026-04-09T23:00:00Z'))).toBe('LAPSED');
  });

  it('that its stage ended before was neither kept nor broken', () => {
    const overAt = at('2026-04-27T22:59:59.999Z');
    expect(stateOf({ ...response!, overAt }, at('2027-01-01T00:00:00Z'))).toBe('LAPSED');
    expect(stateOf({ ...response!, overAt: response!.dueBy }, at('2027-01-01T00:00:00Z'))).toBe('BREACHED');
  });

  it('counts by the first acknowledgement of its own stage', () => {
    const known = begun('twoStages');
    const [register] = known.steps;
    const acknowledge = { ...register!, verb: 'ACKNOWLEDGE' as const, on: '2026-04-09' };
    expect(datesOf(known.complaint, [register!, acknowledge])).toMatchObject({ acknowledgedOn: '2026-04-09' });
    const elsewhere = { ...acknowledge, stage: 'two' };
    expect(datesOf(known.complaint, [register!, elsewhere])).toMatchObject({ acknowledgedOn: null });
  });
});
