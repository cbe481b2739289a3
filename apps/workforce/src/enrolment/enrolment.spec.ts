import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assess, reopen, withdrawFrom, type Enrolment } from './enrolment.ts';
import { isMore } from './granting.commands.ts';

const at = new Date('2026-03-02T10:00:00.000Z');
const lead = { personId: 'pers_lead', at };
const enrolled: Enrolment = {
  ...{ id: 'enro_1', courseId: 'cour_1', courseVersionId: 'couv_1', personId: 'pers_1', state: 'ENROLLED' },
  ...{
    attemptsUsed: 0,
    attemptsAllowed: 2,
    enrolledAt: at,
    passedAt: null,
    validUntil: null,
    reason: null,
    version: 1,
  },
};
const tries = (current: Enrolment, points: number, by = lead) =>
  assess(current, { id: 'asmt', mark: { points, ofPoints: 30, note: null }, passMark: 70 }, by);

type Step = { readonly points: number } | { readonly attempts: number } | 'WITHDRAW';
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ points: fc.integer({ min: 0, max: 22 }) }) },
  { weight: 1, arbitrary: fc.record({ attempts: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.constant('WITHDRAW' as const) },
);
function after(current: Enrolment, step: Step): Enrolment {
  const outcome =
    step === 'WITHDRAW'
      ? withdrawFrom(current, 'Not needed')
      : 'points' in step
        ? tries(current, step.points)
        : reopen(current, { id: 'reop', attempts: step.attempts, reason: 'Once more' }, lead);
  return 'enrolment' in outcome ? outcome.enrolment : current;
}

describe('an enrolment', () => {
  it('is locked by failing twice where two attempts are allowed, and takes no third', () => {
    const once = after(enrolled, { points: 20 });
    const twice = after(once, { points: 20 });
    expect([once.state, twice.state]).toEqual(['FAILED', 'LOCKED']);
    expect(tries(twice, 30).type).toBe('EnrolmentIsLocked');
    expect(tries(after(twice, { attempts: 1 }), 30)).toMatchObject({ enrolment: { state: 'PASSED' } });
  });

  it('is passed by the pass mark exactly: 21 of 30 are 70 %, and 20 are not', () => {
    expect(tries(enrolled, 21)).toMatchObject({ assessment: { isPassed: true }, enrolment: { state: 'PASSED' } });
    expect(tries(enrolled, 20)).toMatchObject({ assessment: { isPassed: false }, enrolment: { state: 'FAILED' } });
    expect(tries(enrolled, 31).type).toBe('InvalidInput');
  });

  it('is never decided about by whoever is enrolled', () => {
    const oneself = { personId: enrolled.personId, at };
    expect(tries(enrolled, 30, oneself).type).toBe('NotForOneself');
    const locked: Enrolment = { ...enrolled, state: 'LOCKED', attemptsUsed: 2 };
    expect(reopen(locked, { id: 'reop', attempts: 1, reason: 'Please' }, oneself).type).toBe('NotForOneself');
  });

  it('never takes more attempts than are allowed, and is locked when they are used up, whatever is done', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 20 }), (steps) => {
        const end = steps.reduce(after, enrolled);
        expect(end.attemptsUsed).toBeLessThanOrEqual(end.attemptsAllowed);
        const isUsedUp = end.attemptsUsed === end.attemptsAllowed;
        expect(end.state === 'LOCKED').toBe(isUsedUp && end.passedAt === null);
        expect(end.state === 'PASSED').toBe(end.passedAt !== null);
        if (end.state === 'WITHDRAWN') expect(end.attemptsUsed).toBe(0);
      }),
    );
  });
});

describe('a skill that somebody has', () => {
  const day = (n: number) => new Date(at.getTime() + n * 86_400_000);
  const has = (level: number, until: Date | null) => ({
    ...{ id: 'pskl', personId: 'pers_1', skillId: 'skil_1', level, since: day(-9), until },
    ...{ endedBecause: null, certificateId: null, evidence: null },
  });

  it('is more than what a course gives at a higher level, or as high for longer, and never once it ran out', () => {
    const given = { level: 3, until: day(10) };
    expect([has(4, day(1)), has(3, null), has(3, day(11))].map((each) => isMore(each, given, at))).toEqual(
      Array(3).fill(true),
    );
    expect([has(3, day(10)), has(2, null), has(5, at)].map((each) => isMore(each, given, at))).toEqual(
      Array(3).fill(false),
    );
  });
});
