import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '@courtesy/kernel';
import { dayOf } from '../complaint/day.ts';
import { dutyOf, ruleOf, type ReportingFacts } from './reporting-rule.ts';

const nothing: ReportingFacts = {
  ...{ kind: 'ACCIDENT', standing: 'PUBLIC', workRelated: 'YES', hasDied: false, hasSpecifiedInjury: false },
  ...{ wasTakenToHospital: false, isPrecaution: false, daysUnfit: null, isDangerousOccurrence: false },
};
const at = new Date('2026-03-02T09:15:00Z');
const groundOf = (facts: Partial<ReportingFacts>) => dutyOf({ ...nothing, ...facts }, at)?.ground ?? null;

const facts = fc.record<ReportingFacts>({
  kind: fc.constantFrom('ILLNESS', 'ACCIDENT', 'SECURITY', 'NEAR_MISS'),
  standing: fc.constantFrom('CUSTOMER', 'PUBLIC', 'STAFF', 'CONTRACTOR', 'NOBODY'),
  workRelated: fc.constantFrom('YES', 'NO', 'UNKNOWN'),
  hasDied: fc.boolean(),
  hasSpecifiedInjury: fc.boolean(),
  wasTakenToHospital: fc.boolean(),
  isPrecaution: fc.boolean(),
  daysUnfit: fc.option(fc.nat(60)),
  isDangerousOccurrence: fc.boolean(),
});
const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });

describe('the duty to report', () => {
  it('follows from a member of the public being taken to hospital, unless only to be on the safe side or not out of work', () => {
    const taken = { wasTakenToHospital: true };
    expect(dutyOf({ ...nothing, ...taken }, at)).toEqual({ ground: 'PUBLIC_TO_HOSPITAL', dueOn: '2026-03-12' });
    expect(groundOf({ ...taken, kind: 'ILLNESS', workRelated: 'UNKNOWN' })).toBe('PUBLIC_TO_HOSPITAL');
    expect(groundOf({ ...taken, workRelated: 'NO' })).toBeNull();
    expect(groundOf({ ...taken, isPrecaution: true })).toBeNull();
    expect(groundOf({ ...taken, standing: 'STAFF' })).toBeNull();
  });

  it('follows from more than seven days off work, within 15 days and without the haste of the others', () => {
    const off = (daysUnfit: number) => dutyOf({ ...nothing, standing: 'STAFF', daysUnfit }, at);
    expect(off(7)).toBeNull();
    expect(off(8)).toEqual({ ground: 'OVER_SEVEN_DAYS', dueOn: '2026-03-17' });
    expect(ruleOf('OVER_SEVEN_DAYS').withoutDelay).toBe(false);
    expect(groundOf({ daysUnfit: 30 })).toBeNull();
  });

  it('follows from a specified injury at work, a death, and what is dangerous though nobody was hurt', () => {
    expect(groundOf({ standing: 'CONTRACTOR', hasSpecifiedInjury: true, daysUnfit: 20 })).toBe('SPECIFIED_INJURY');
    expect(groundOf({ hasDied: true })).toBe('DEATH');
    expect(groundOf({ kind: 'NEAR_MISS', standing: 'NOBODY', isDangerousOccurrence: true })).toBe(
      'DANGEROUS_OCCURRENCE',
    );
  });

  it('is due on the tenth or fifteenth day after the day it was in Great Britain, across the change of the clocks', () => {
    const late = new Date('2026-03-20T23:30:00Z');
    expect(dutyOf({ ...nothing, hasDied: true }, late)?.dueOn).toBe('2026-03-30');
    const inSummer = new Date('2026-06-01T23:30:00Z');
    expect(dutyOf({ ...nothing, hasDied: true }, inSummer)?.dueOn).toBe('2026-06-12');
    fc.assert(
      fc.property(facts, instants, (given, when) => {
        const duty = dutyOf(given, when);
        const day = dayOf(when, 'Europe/London');
        const days = duty?.ground === 'OVER_SEVEN_DAYS' ? 15 : 10;
        if (duty) expect(duty.dueOn).toBe(addDays(day, days));
      }),
    );
  });

  it('is never there for what did not come of work, unless it is dangerous in itself', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const duty = dutyOf({ ...given, workRelated: 'NO' }, at);
        expect(duty !== null).toBe(given.isDangerousOccurrence);
      }),
    );
  });

  it('never goes and never comes later when something worse is known', () => {
    fc.assert(
      fc.property(
        facts,
        fc.constantFrom('hasDied', 'hasSpecifiedInjury', 'wasTakenToHospital', 'isDangerousOccurrence'),
        (given, worse) => {
          const before = dutyOf(given, at);
          const after = dutyOf({ ...given, [worse]: true }, at);
          if (before) expect(after && after.dueOn <= before.dueOn).toBe(true);
        },
      ),
    );
  });

  it('says where it is written', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const duty = dutyOf(given, at);
        if (duty) expect(ruleOf(duty.ground).source).toContain('RIDDOR 2013');
      }),
    );
  });
});
