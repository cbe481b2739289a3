import { describe, expect, it } from '@jest/globals';
import { modelOf } from '../../test/decision-world.ts';
import { upTo } from '../../test/back-test-world.ts';
import { compileModel } from '../dmn/compile.ts';
import type { Facts } from '../decision/fact-input.ts';
import { weigh, type Entry } from './judged-again.ts';

const model = modelOf(upTo(75));
const rules = { id: 'dtv_1', version: 1, decisionTableId: 'dtab_1', decision: 'Refund', model };
const terms = { amountFact: 'Refund.amount', awardOutput: null, vulnerableFact: 'vulnerable', currency: 'GBP' };
const entry = (facts: Facts, outcome: Entry['outcome'] = 'NEEDS_APPROVAL'): Entry => ({
  ...{ id: 'dec_1', customerId: null, outcome, decidedAt: new Date(0), run: null, facts: JSON.stringify(facts) },
});
const drawn = (facts: Facts) => compileModel(model).conclude('Refund', facts);
const judged = (facts: Facts, outcome?: Entry['outcome'], by = terms) =>
  weigh(entry(facts, outcome), { rules, terms: by }, drawn(facts));

describe('an entry of the ledger, judged by other rules', () => {
  it('gives what a fact within others says', () => {
    const facts = { usedUp: false, amount: 60, Refund: { amount: 59.5 } };
    expect(judged(facts)).toMatchObject({ after: 'ALLOW', givenBefore: 0n, givenAfter: 5_950n, isVulnerable: null });
  });

  it('gives an unknown amount where the fact is missing, finer than money is, or no number at all', () => {
    for (const amount of [undefined, 59.505, true, 1e21, { much: 5 }]) {
      const facts = { usedUp: false, amount: 60, Refund: { amount } } as unknown as Facts;
      expect(judged(facts)).toMatchObject({ after: 'ALLOW', givenAfter: null });
    }
  });

  it('gives nothing that is counted without a currency', () => {
    const facts = { usedUp: false, amount: 60 };
    expect(judged(facts, 'ALLOW', { ...terms, currency: null as unknown as string })).toMatchObject({
      ...{ givenBefore: null, givenAfter: null },
    });
  });

  it('cannot be judged without a fact that the rules wait for, unless it could not be judged then either', () => {
    const facts = { amount: 60 };
    expect(judged(facts)).toMatchObject({ after: null, missing: ['usedUp'] });
    expect(judged(facts, 'INSUFFICIENT_FACTS')).toMatchObject({ after: 'INSUFFICIENT_FACTS' });
  });

  it('cannot be judged where the rules take longer than a decision may, and says so', () => {
    const refused = { type: 'EvaluationRefused', reason: 'TOO_COSTLY', detail: 'it took longer than 250 ms' } as const;
    expect(weigh(entry({ amount: 1 }), { rules, terms }, refused)).toMatchObject({
      ...{ after: null, reason: refused.detail, missing: [] },
    });
  });
});
