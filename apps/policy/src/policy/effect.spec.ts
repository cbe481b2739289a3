import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comesIntoEffect, covers, spanOf, stateOf, successorOf, versionInEffect } from './effect.ts';
import { approve, withdraw, type PolicyVersion } from './policy-version.ts';

const HORIZON = 100;
const at = (hour: number) => new Date(Date.UTC(2026, 0, 1) + hour * 3_600_000);
const hours = Array.from({ length: HORIZON + 20 }, (_, hour) => hour - 10);
const approver = { subject: 'approver', personId: null };

const inReview = (number: number): PolicyVersion => ({
  id: `polv_${number}`,
  policyId: 'pol_a',
  number,
  status: 'IN_REVIEW',
  summary: null,
  clauseIds: ['cls_a'],
  authors: [{ subject: 'author', personId: null }],
  draftedAt: at(0),
  submittedAt: at(0),
  returnReason: null,
  approver: null,
  approvedAt: null,
  effectiveFrom: null,
  endsAt: null,
  withdrawnAt: null,
  withdrawalReason: null,
  version: 2,
});

type Step = { readonly wait: number } & (
  { readonly approveFrom: number; readonly length: number | null } | { readonly withdraw: number }
);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    wait: fc.nat(8),
    approveFrom: fc.integer({ min: -15, max: 30 }),
    length: fc.option(fc.integer({ min: 1, max: 25 })),
  }),
  fc.record({ wait: fc.nat(8), withdraw: fc.nat(9) }),
);

/** Everything that was decided in a policy's life, one decision after the other; refused ones change nothing. */
function* lives(steps: readonly Step[]): Generator<{ versions: readonly PolicyVersion[]; now: number }> {
  let versions: readonly PolicyVersion[] = [];
  let hour = 0;
  for (const each of steps) {
    hour += each.wait;
    const now = at(hour);
    if ('withdraw' in each) {
      const current = versions[each.withdraw];
      const outcome =
        current &&
        withdraw(
          current,
          versions.filter((v) => v !== current),
          { reason: 'r', now },
        );
      if (outcome?.type === 'PolicyVersionWithdrawn')
        versions = versions.map((v) => (v === current ? outcome.policyVersion : v));
    } else {
      const from = hour + each.approveFrom;
      const endsAt = each.length === null ? null : at(from + each.length);
      const approval = { by: approver, now, effectiveFrom: at(from), endsAt };
      const outcome = approve(inReview(versions.length + 1), versions, approval);
      if (outcome.type === 'PolicyVersionApproved') versions = [...versions, outcome.policyVersion];
    }
    yield { versions, now: hour };
  }
}

const inEffectAt = (versions: readonly PolicyVersion[], hour: number) =>
  versions.filter((each) => {
    const span = spanOf(each, versions);
    return span !== null && covers(span, at(hour));
  });

describe('the versions of a policy', () => {
  it('never overlap in effect, whatever is approved and withdrawn', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        for (const { versions } of lives(steps))
          for (const hour of hours) expect(inEffectAt(versions, hour).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 150 },
    );
  });

  it('stay what they were at every instant before a decision that found one in force then', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let before: readonly PolicyVersion[] = [];
        for (const { versions, now } of lives(steps)) {
          for (const hour of hours.filter((each) => each < now)) {
            const was = versionInEffect(before, at(hour));
            if (was) expect(versionInEffect(versions, at(hour))?.number).toBe(was.number);
          }
          before = versions;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are EFFECTIVE exactly where they are in effect, with nothing having run', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const { versions } = [...lives(steps)].at(-1) ?? { versions: [] };
        for (const version of versions.filter(({ status }) => status === 'APPROVED'))
          for (const hour of hours) {
            const successor = version.effectiveFrom && successorOf(versions, version.effectiveFrom);
            const effective = stateOf(version, successor, at(hour)) === 'EFFECTIVE';
            expect(effective).toBe(inEffectAt(versions, hour).includes(version));
          }
      }),
      { numRuns: 150 },
    );
  });
});

const approved = (from: number, until: number | null = null, changes: Partial<PolicyVersion> = {}): PolicyVersion => ({
  ...inReview(1),
  status: 'APPROVED',
  approver,
  approvedAt: at(0),
  effectiveFrom: at(from),
  endsAt: until === null ? null : at(until),
  ...changes,
});
const approving = (others: readonly PolicyVersion[], from: number, until: number | null, now: number) =>
  approve(inReview(9), others, {
    by: approver,
    now: at(now),
    effectiveFrom: at(from),
    endsAt: until === null ? null : at(until),
  }).type;

describe('approving a version', () => {
  it('ends one without an end of its own, and is refused beside one that has an end', () => {
    expect(approving([approved(10)], 20, null, 15)).toBe('PolicyVersionApproved');
    expect(approving([approved(10, 30)], 20, null, 15)).toBe('OverlappingVersion');
    expect(approving([approved(10, 20)], 20, null, 15)).toBe('PolicyVersionApproved');
  });

  it('is refused where it would run into a later version, or begin with one', () => {
    expect(approving([approved(30)], 20, null, 0)).toBe('OverlappingVersion');
    expect(approving([approved(30)], 20, 31, 0)).toBe('OverlappingVersion');
    expect(approving([approved(30)], 20, 30, 0)).toBe('PolicyVersionApproved');
    expect(approving([approved(30)], 30, null, 0)).toBe('OverlappingVersion');
  });

  it('never rewrites what was in force before now', () => {
    expect(approving([approved(10)], 14, null, 15)).toBe('OverlappingVersion');
    expect(approving([approved(10)], 5, 10, 15)).toBe('PolicyVersionApproved');
    expect(approving([approved(10)], 15, null, 15)).toBe('PolicyVersionApproved');
  });

  it('takes no notice of one that was withdrawn before its time came', () => {
    const withdrawn = approved(20, 40, { status: 'WITHDRAWN', withdrawnAt: at(20) });
    expect(comesIntoEffect(withdrawn)).toBe(false);
    expect(approving([withdrawn], 25, null, 22)).toBe('PolicyVersionApproved');
  });

  it('is not for its authors, by their login or as the same person', () => {
    const version = {
      ...inReview(1),
      authors: [
        { subject: 'a', personId: 'pers_1' },
        { subject: 'b', personId: null },
      ],
    };
    const by = (subject: string, personId: string | null) =>
      approve(version, [], { by: { subject, personId }, now: at(0), effectiveFrom: at(1), endsAt: null }).type;
    expect(by('a', null)).toBe('ApproverIsAuthor');
    expect(by('b', 'pers_2')).toBe('ApproverIsAuthor');
    expect(by('c', 'pers_1')).toBe('ApproverIsAuthor');
    expect(by('c', null)).toBe('PolicyVersionApproved');
  });
});
