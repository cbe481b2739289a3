import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { versionInEffect } from '../policy/effect.ts';
import {
  amend,
  cancel,
  publish,
  stateAmong,
  stateOfBrief,
  versionToRead,
  type BriefVersion,
  type StaffBrief,
} from './brief.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour));
const brief: StaffBrief = {
  id: 'brf_1',
  kind: 'PROMOTION',
  title: 'Sale',
  product: null,
  reviewBy: null,
  cancelledAt: null,
  cancellationReason: null,
  version: 1,
};
const draft: BriefVersion = {
  id: 'v1',
  briefId: brief.id,
  number: 1,
  status: 'DRAFT',
  message: 'A fifth off',
  tellCustomers: null,
  terms: 'None',
  faqs: [],
  audienceRoles: [],
  audienceSiteIds: [],
  mustReadBeforeShift: true,
  quiz: null,
  authorId: null,
  approvedAt: null,
  effectiveFrom: null,
  endsAt: null,
  withdrawnAt: null,
};

/** Something done to a brief some hours after the thing before. */
type Step =
  | { readonly kind: 'publish'; readonly wait: number }
  | { readonly kind: 'cancel'; readonly wait: number }
  | { readonly kind: 'amend'; readonly wait: number; readonly from: number | null; readonly until: number | null };

const hours = fc.integer({ min: 0, max: 5 });
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('publish' as const), wait: hours }),
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('cancel' as const), wait: hours }) },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('amend' as const),
        wait: hours,
        from: fc.option(fc.integer({ min: -3, max: 12 })),
        until: fc.option(fc.integer({ min: -3, max: 30 })),
      }),
    },
  ),
  { minLength: 1, maxLength: 12 },
);

const replace = (all: readonly BriefVersion[], changed: readonly BriefVersion[]) =>
  all.map((each) => changed.find(({ id }) => id === each.id) ?? each);

/** What the versions are after a step; the same when it is refused. */
function after(all: readonly BriefVersion[], step: Step, now: Date, hour: number): readonly BriefVersion[] {
  if (step.kind === 'publish') {
    const outcome = publish(brief, all, now);
    return outcome.type === 'BriefPublished' ? replace(all, [outcome.briefVersion]) : all;
  }
  if (step.kind === 'cancel') {
    const outcome = cancel(brief, all, { reason: 'Over', now });
    return outcome.type === 'BriefCancelled' ? replace(all, outcome.withdrawn) : all;
  }
  const content = {
    ...(step.from !== null && { effectiveFrom: at(hour + step.from) }),
    ...(step.until !== null && { endsAt: at(hour + step.until) }),
  };
  const amendment = { brief: {}, content, newId: () => `v${all.length + 1}`, authorId: null };
  const outcome = amend(brief, all, amendment, now);
  if (outcome.type !== 'BriefAmended') return all;
  const kept = replace(all, outcome.withdrawn);
  return outcome.briefVersion.status === 'DRAFT'
    ? replace(kept, [outcome.briefVersion])
    : [...kept, outcome.briefVersion];
}

/** Calls `check` after every step, with the versions before and after it. */
function walk(
  all: readonly Step[],
  check: (before: readonly BriefVersion[], now: readonly BriefVersion[], hour: number) => void,
): void {
  let hour = 0;
  let versions: readonly BriefVersion[] = [draft];
  for (const step of all) {
    hour += step.wait;
    const next = after(versions, step, at(hour), hour);
    check(versions, next, hour);
    versions = next;
  }
}

/** Every instant at which anything of a brief may change. */
const turns = (all: readonly BriefVersion[]): Date[] =>
  all.flatMap(({ effectiveFrom, endsAt, withdrawnAt }) =>
    [effectiveFrom, endsAt, withdrawnAt].filter((each) => each !== null),
  );

describe('whatever is done to a brief', () => {
  it('at most one version is live at a time, and the brief is live exactly then', () => {
    fc.assert(
      fc.property(steps, (some) =>
        walk(some, (_, all, hour) => {
          for (const turn of [at(hour), ...turns(all).filter((each) => each >= at(hour))]) {
            const live = all.filter((each) => stateAmong(each, all, turn) === 'LIVE').map(({ id }) => id);
            expect(live).toEqual([versionInEffect(all, turn)?.id].filter((id) => id !== undefined));
            expect(stateOfBrief(all, turn) === 'LIVE').toBe(live.length === 1);
          }
        }),
      ),
    );
  });

  it('what was live before stays what was', () => {
    fc.assert(
      fc.property(steps, (some) =>
        walk(some, (before, all, hour) => {
          for (const turn of [...turns(before), ...turns(all)].filter((each) => each < at(hour)))
            expect(versionInEffect(all, turn)?.id).toBe(versionInEffect(before, turn)?.id);
        }),
      ),
    );
  });

  it('it has at most one version that is live or to come after the last one that was amended', () => {
    fc.assert(
      fc.property(steps, (some) =>
        walk(some, (_, all, now) => {
          const toCome = all.filter((each) => stateAmong(each, all, at(now)) === 'SCHEDULED');
          expect(toCome.length).toBeLessThanOrEqual(1);
          expect(toCome.every((each) => each === all.at(-1))).toBe(true);
        }),
      ),
    );
  });
});

describe('a brief amended at the very instant at which it became live', () => {
  it('is live as amended, and never was otherwise', () => {
    const first = { ...draft, status: 'APPROVED' as const, approvedAt: at(0), effectiveFrom: at(0) };
    const amendment = { brief: {}, content: {}, newId: () => 'v2', authorId: null };
    const outcome = amend(brief, [first], amendment, at(0));
    if (outcome.type !== 'BriefAmended') throw new Error(outcome.type);
    const all = [...replace([first], outcome.withdrawn), outcome.briefVersion];
    expect(all.map((each) => stateAmong(each, all, at(0)))).toEqual(['ENDED', 'LIVE']);
  });
});

describe('the version whose readers count', () => {
  it('is the live one, or else the one published last; none before', () => {
    const first = { ...draft, status: 'APPROVED' as const, approvedAt: at(0), effectiveFrom: at(1), endsAt: at(3) };
    const second = { ...first, id: 'v2', number: 2, effectiveFrom: at(5), endsAt: null };
    const both = [first, second];
    expect(versionToRead([draft], at(0))).toBeNull();
    expect([0, 1, 4, 5].map((hour) => versionToRead(both, at(hour))?.id)).toEqual(['v2', 'v1', 'v2', 'v2']);
  });
});
