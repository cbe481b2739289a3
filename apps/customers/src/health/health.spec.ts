import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { problemsOfModel, shippedModel, type HealthModel } from './health-model.ts';
import { DAY_MS, healthInputs, healthOf, reasonsOf, type Relationship } from './health.ts';

const at = new Date('2026-03-02T10:00:00.000Z');
const ago = (days: number) => new Date(at.getTime() - days * DAY_MS);
const flawless: Relationship = {
  ...{ customerId: 'cust_1', openComplaints: 0, brokenPromises: 0, reopenedCases: 0, feedback: 5 },
  ...{ lastPurchaseAt: ago(3), purchasesOfYear: 5, purchases: 9, registeredAt: ago(6 * 365), reachable: true },
};
const someone: fc.Arbitrary<Relationship> = fc.record({
  customerId: fc.constant('cust_1'),
  openComplaints: fc.nat(6),
  brokenPromises: fc.nat(6),
  reopenedCases: fc.nat(6),
  feedback: fc.option(fc.double({ min: 1, max: 5, noNaN: true })),
  lastPurchaseAt: fc.option(fc.nat(900).map(ago)),
  purchasesOfYear: fc.nat(9),
  purchases: fc.nat(30),
  registeredAt: fc.nat(4000).map(ago),
  reachable: fc.boolean(),
});
const weights = fc
  .record(Object.fromEntries(healthInputs.map((kind) => [kind, fc.nat(100)])))
  .map((given) => ({ ...given, OPEN_COMPLAINTS: 1 + (given['OPEN_COMPLAINTS'] ?? 0) }) as HealthModel['weights']);
const models = weights.map((given): HealthModel => ({ ...shippedModel, weights: given }));

describe('the health of a relationship', () => {
  it('is whole when nothing is wrong, and costs what went wrong by its weight', () => {
    expect(healthOf(flawless, shippedModel, at)).toMatchObject({ score: 100, band: 'HEALTHY', coverage: 1 });
    const hurt = healthOf({ ...flawless, openComplaints: 2, brokenPromises: 1, feedback: 2 }, shippedModel, at);
    // 25 x 80 + 20 x 30 + 20 x 75 = 4,100 of 10,000 points are lost.
    expect(hurt).toMatchObject({ score: 59, band: 'WATCH' });
    expect(reasonsOf(hurt).map(({ kind, costs }) => [kind, costs])).toEqual([
      ['OPEN_COMPLAINTS', 20],
      ['FEEDBACK', 15],
      ['BROKEN_PROMISES', 6],
    ]);
  });

  it('leaves what is unknown out, shows it, and says how much that was', () => {
    const stranger = { ...flawless, feedback: null, lastPurchaseAt: null, purchases: 0, purchasesOfYear: 0 };
    const health = healthOf(stranger, shippedModel, at);
    expect(health).toMatchObject({ score: 100, coverage: 0.65 });
    expect(health.inputs.filter(({ points }) => points === null).map(({ kind }) => kind)).toEqual([
      'FEEDBACK',
      'LAST_PURCHASE',
      'PURCHASES',
    ]);
  });

  it('is from 0 to 100, and what it lost is what its inputs cost', () => {
    fc.assert(
      fc.property(someone, models, (known, model) => {
        const { score, inputs, coverage } = healthOf(known, model, at);
        expect(score).not.toBeNull();
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(coverage).toBeGreaterThan(0);
        expect(inputs.map(({ kind }) => kind)).toEqual(healthInputs);
        const lost = inputs.reduce((sum, { costs }) => sum + costs, 0);
        expect(Math.abs(100 - lost - (score ?? 0))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('never rises by another complaint, broken promise or reopening', () => {
    const worse = fc.constantFrom('openComplaints' as const, 'brokenPromises' as const, 'reopenedCases' as const);
    fc.assert(
      fc.property(someone, models, worse, (known, model, field) => {
        const before = healthOf(known, model, at).score ?? 0;
        const after = healthOf({ ...known, [field]: known[field] + 1 }, model, at).score ?? 0;
        expect(after).toBeLessThanOrEqual(before);
      }),
    );
  });
});

describe('a model of health', () => {
  it('has sound weights and bands, and says everything that is wrong', () => {
    expect(problemsOfModel(shippedModel)).toEqual([]);
    const nothing = Object.fromEntries(healthInputs.map((kind) => [kind, 0])) as HealthModel['weights'];
    const wrong = problemsOfModel({
      ...shippedModel,
      ...{ weights: { ...nothing, TENURE: -1 }, riskBelow: 80, watchBelow: 70, note: ' ' },
    });
    expect(wrong.map(({ path }) => path)).toEqual(['weights.TENURE', 'weights', 'watchBelow', 'note']);
  });
});
