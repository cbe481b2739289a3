import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  accept,
  amend,
  assess,
  close,
  isAboveAppetite,
  ratingsOf,
  reopen,
  residualOf,
  statusOf,
  treat,
  type ServiceRisk,
} from './risk.ts';
import { isAbove, levelOf, type Rating } from './scoring.ts';

const DAY = 86_400_000;
const at = (day: number) => new Date(Date.UTC(2026, 0, 1) + day * DAY);
const most: Rating = { likelihood: 5, impact: 5 };
const risk: ServiceRisk = {
  id: 'risk_1',
  title: 'Queue outage',
  description: 'The phones are down',
  cause: null,
  consequence: null,
  category: 'TECHNOLOGY',
  ownerId: 'olga',
  ...ratingsOf(most, { likelihood: 3, impact: 4 }),
  appetite: 'MODERATE',
  treatment: null,
  standing: 'OPEN',
  acceptance: null,
  acceptedUntil: null,
  reviewDueAt: at(90),
  policies: [],
  incidentIds: [],
  identifiedAt: at(0),
  version: 1,
};

const people = fc.constantFrom('olga', 'amir', 'bea');
const levels = fc.constantFrom('LOW' as const, 'MODERATE' as const, 'HIGH' as const, 'EXTREME' as const);
const step = fc.integer({ min: 1, max: 5 });
const deeds = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('amend' as const), by: people, ownerId: people, appetite: levels }),
    fc.record({ kind: fc.constant('assess' as const), residual: fc.record({ likelihood: step, impact: step }) }),
    fc.record({ kind: fc.constant('treat' as const), treatment: fc.constantFrom('AVOID' as const, 'REDUCE' as const) }),
    fc.record({
      kind: fc.constant('accept' as const),
      by: fc.option(people),
      days: fc.option(fc.integer({ min: -1, max: 400 })),
    }),
    fc.record({ kind: fc.constant('close' as const) }),
    fc.record({ kind: fc.constant('reopen' as const) }),
  ),
  { maxLength: 15 },
);

type Deed = typeof deeds extends fc.Arbitrary<(infer T)[]> ? T : never;

function done(current: ServiceRisk, deed: Deed, now: Date) {
  switch (deed.kind) {
    case 'amend':
      return amend(current, { ownerId: deed.ownerId, appetite: deed.appetite }, deed.by);
    case 'assess':
      return assess(current, { inherent: most, residual: deed.residual, reviewDueAt: at(100) });
    case 'treat':
      return treat(current, deed.treatment);
    case 'accept': {
      const expiresAt = deed.days === null ? null : new Date(now.getTime() + deed.days * DAY);
      return accept(current, { by: deed.by, now, reason: 'Dear', expiresAt });
    }
    case 'close':
      return close(current);
    case 'reopen':
      return reopen(current, at(100), now);
  }
}

describe('whatever is done to a risk', () => {
  it('none above appetite is treated or accepted but for a time, by a person who does not answer for it', () => {
    fc.assert(
      fc.property(deeds, (some) => {
        let current = risk;
        some.forEach((deed, day) => {
          const outcome = done(current, deed, at(day));
          if (!('risk' in outcome) || outcome.type.startsWith('Illegal') || outcome.type === 'RiskAboveAppetite')
            return;
          expect(outcome.risk.version).toBe(current.version + 1);
          current = outcome.risk;
          expect(current.standing === 'ACCEPTED').toBe(current.acceptance !== null);
          if (current.acceptance) expect(isAbove(levelOf(residualOf(current)), current.acceptance.level)).toBe(false);
          if (!isAboveAppetite(current)) return;
          expect(current.standing).not.toBe('TREATED');
          if (current.standing !== 'ACCEPTED') return;
          expect(current.acceptedUntil).not.toBeNull();
          expect(current.acceptance?.approverId).not.toBe(current.ownerId);
          expect(current.acceptance?.approverId).not.toBeNull();
          expect(statusOf(current, current.acceptedUntil ?? at(0))).toBe('OPEN');
        });
      }),
      { numRuns: 1000 },
    );
  });
});

const acceptance = { by: 'amir', now: at(0), reason: 'Until the new system is there', expiresAt: at(30) };

describe('accepting a risk', () => {
  it('above appetite takes an expiry within a year, and another person than its owner', () => {
    expect(accept(risk, acceptance)).toMatchObject({ type: 'RiskAccepted', risk: { reviewDueAt: at(30) } });
    expect(accept(risk, { ...acceptance, by: 'olga' })).toMatchObject({ type: 'SelfApproval' });
    for (const [given, path] of [
      [{ expiresAt: null }, 'expiresAt'],
      [{ expiresAt: at(0) }, 'expiresAt'],
      [{ expiresAt: at(367) }, 'expiresAt'],
      [{ by: null }, 'riskId'],
    ] as const)
      expect(accept(risk, { ...acceptance, ...given })).toMatchObject({ type: 'InvalidInput', problems: [{ path }] });
  });

  it('within appetite is for its owner too, and lasts until it is rated higher', () => {
    const accepted = accept({ ...risk, appetite: 'HIGH' }, { ...acceptance, by: 'olga', expiresAt: null });
    if (accepted.type !== 'RiskAccepted') throw new Error(accepted.type);
    expect(statusOf(accepted.risk, at(10_000))).toBe('ACCEPTED');
    const given = { inherent: null, reviewDueAt: at(100) };
    const lower = assess(accepted.risk, { ...given, residual: { likelihood: 2, impact: 5 } });
    expect(lower).toMatchObject({ type: 'RiskAssessed', risk: { standing: 'ACCEPTED' } });
    const higher = assess(accepted.risk, { ...given, residual: { likelihood: 3, impact: 5 } });
    expect(higher).toMatchObject({ type: 'RiskAssessed', risk: { standing: 'OPEN', acceptance: null } });
  });

  it('is over when whoever accepted it comes to answer for it', () => {
    const accepted = accept(risk, acceptance);
    if (accepted.type !== 'RiskAccepted') throw new Error(accepted.type);
    expect(amend(accepted.risk, { ownerId: 'bea' }, 'olga')).toMatchObject({ risk: { standing: 'ACCEPTED' } });
    expect(amend(accepted.risk, { ownerId: 'amir' }, 'olga')).toMatchObject({ risk: { standing: 'OPEN' } });
  });
});

describe('the appetite', () => {
  it('lowered below a risk opens what was accepted within it by a caller that is no person', () => {
    const accepted = accept({ ...risk, appetite: 'HIGH' }, { ...acceptance, by: null });
    if (accepted.type !== 'RiskAccepted') throw new Error(accepted.type);
    expect(amend(accepted.risk, { appetite: 'LOW' }, 'olga')).toMatchObject({ risk: { standing: 'OPEN' } });
  });

  it('is not raised by whoever answers for the risk, who may lower it', () => {
    expect(amend(risk, { appetite: 'EXTREME' }, 'olga')).toMatchObject({ type: 'SelfApproval' });
    expect(amend(risk, { appetite: 'LOW' }, 'olga')).toMatchObject({ type: 'RiskAmended' });
    expect(amend(risk, { appetite: 'EXTREME' }, 'amir')).toMatchObject({ type: 'RiskAmended' });
  });
});
