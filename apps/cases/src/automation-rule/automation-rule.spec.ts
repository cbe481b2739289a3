import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newCase } from '../case/opening.ts';
import { customerNamed, holds, problemOfCondition, type EventFacts } from './automation-rule.ts';
import { isLoop } from './automation-run.ts';

const event: EventFacts = {
  ...{ name: 'CONTACT_RECORDED', from: null, to: null, channel: 'PHONE', direction: 'INBOUND', clock: null },
};
const aCase = newCase(
  { type: 'COMPLAINT', channel: 'PHONE', subject: 'Late', customerId: 'cust_1', openedAt: new Date(0) },
  { id: 'case_1', number: 1 },
);

describe('a condition', () => {
  it('reads the facts of the case and of what happened', () => {
    const condition = 'case.type = "COMPLAINT" and case.team = null and event.direction = "INBOUND"';
    expect(holds(condition, aCase, event)).toBe(true);
    expect(holds(condition, { ...aCase, teamId: 'team_1' }, event)).toBe(false);
    expect(holds('case.reopened > 2', { ...aCase, reopenCount: 3 }, event)).toBe(true);
  });

  it('reads a customer of many ids by the one that it names, else by whoever stands for them', () => {
    const ids = ['cust_now', 'cust_old', 'cust_older'];
    expect(customerNamed('case.customer = "cust_old"', ids)).toBe('cust_old');
    expect(customerNamed('case.customer in ("cust_older", "cust_now")', ids)).toBe('cust_now');
    expect(customerNamed('case.customer = "cust_olde"', ids)).toBe('cust_now');
    expect(customerNamed('case.customer != null', ['cust_alone'])).toBe('cust_alone');
  });

  it('that cannot be told does not hold', () => {
    expect(holds('case.product > 3', aCase, event)).toBe(false);
    expect(holds('case.product', aCase, event)).toBe(false);
  });

  it.each([
    ['case.prioritty = "URGENT"', 'reads case.prioritty'],
    ['some c in [case] satisfies c.type = "COMPLAINT"', 'repeats'],
    ['case.type =', 'incomplete'],
    ['now() > case.outcome', 'reads the clock'],
    ['', 'incomplete'],
  ])('such as %s is refused with the reason', (condition, reason) => {
    expect(problemOfCondition(condition)?.message).toContain(reason);
  });
});

describe('a chain of rules', () => {
  it('ends: whatever rules set each other off, none of them acts twice in it', () => {
    const anyRules = fc.array(fc.nat({ max: 5 }).map(String), { maxLength: 40 });
    fc.assert(
      fc.property(anyRules, (setOff) => {
        const chain = setOff.reduce<string[]>(
          (behind, rule) => (isLoop(rule, behind) ? behind : [...behind, rule]),
          [],
        );
        expect(new Set(chain).size).toBe(chain.length);
      }),
    );
  });
});
