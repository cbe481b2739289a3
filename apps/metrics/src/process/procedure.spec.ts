import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { activities, placeOf, type Activity } from './case-step.ts';
import { conformanceOf, deviationsOf, problemsOfProcedure, type DeclaredStep } from './procedure.ts';

const step = (activity: Activity, more: Partial<DeclaredStep> = {}): DeclaredStep => ({
  ...{ activity, isOptional: false, mayRepeat: false, ...more },
});
const DECLARED = [
  step('OPENED'),
  step('ASSIGNED'),
  step('ANSWERED', { mayRepeat: true }),
  step('WAITING_APPROVAL', { isOptional: true }),
  step('RESOLVED'),
];

describe('a case held against a procedure', () => {
  it('conforms when all that must be was done in order, with or without what may be', () => {
    expect(deviationsOf(DECLARED, ['OPENED', 'ASSIGNED', 'ANSWERED', 'RESOLVED'])).toEqual([]);
    const all: Activity[] = ['OPENED', 'ASSIGNED', 'ANSWERED', 'ANSWERED', 'WAITING_APPROVAL', 'ANSWERED', 'RESOLVED'];
    expect(deviationsOf(DECLARED, all)).toEqual([]);
  });

  it('is told each way in which it went otherwise, and how often', () => {
    const done: Activity[] = ['OPENED', 'RESOLVED', 'HEARD', 'ASSIGNED', 'HEARD', 'RESOLVED', 'OPENED'];
    expect(deviationsOf(DECLARED, done)).toEqual([
      { kind: 'REPEATED', activity: 'OPENED', times: 1 },
      { kind: 'SKIPPED', activity: 'ANSWERED', times: 1 },
      { kind: 'OUT_OF_ORDER', activity: 'RESOLVED', times: 1 },
      { kind: 'REPEATED', activity: 'RESOLVED', times: 1 },
      { kind: 'EXTRA', activity: 'HEARD', times: 2 },
    ]);
  });

  it('conforms exactly when nothing is told of it, whatever the procedure', () => {
    const anyActivity = fc.constantFrom(...activities);
    const declared = fc.uniqueArray(
      fc.record({ activity: anyActivity, isOptional: fc.boolean(), mayRepeat: fc.boolean() }),
      {
        ...{ selector: ({ activity }) => activity, minLength: 1, maxLength: 6 },
      },
    );
    fc.assert(
      fc.property(declared, fc.array(anyActivity, { maxLength: 8 }), (steps, done) => {
        const must = steps.filter(({ isOptional }) => !isOptional).every(({ activity }) => done.includes(activity));
        const known = done.every((activity) => steps.some((each) => each.activity === activity));
        const firsts = steps.map(({ activity }) => done.indexOf(activity)).filter((place) => place >= 0);
        const inOrder = firsts.every((place, i) => i === 0 || place > (firsts[i - 1] ?? -1));
        const once = steps.every(
          (each) => each.mayRepeat || done.filter((activity) => activity === each.activity).length <= 1,
        );
        expect(deviationsOf(steps, done).length === 0).toBe(must && known && inOrder && once);
      }),
    );
  });

  it('counts with its way as often as cases went so', () => {
    const told = conformanceOf(DECLARED, [
      { key: 'a', activities: ['OPENED', 'ASSIGNED', 'ANSWERED', 'RESOLVED'], cases: 5 },
      { key: 'b', activities: ['OPENED', 'ASSIGNED', 'RESOLVED'], cases: 3 },
      { key: 'c', activities: ['OPENED', 'HEARD', 'HEARD', 'ASSIGNED', 'RESOLVED'], cases: 2 },
    ]);
    expect(told).toEqual({
      ...{ cases: 10, conforming: 5 },
      deviations: [
        { kind: 'SKIPPED', activity: 'ANSWERED', times: 5, cases: 5, variants: ['b', 'c'] },
        { kind: 'EXTRA', activity: 'HEARD', times: 4, cases: 2, variants: ['c'] },
      ],
    });
  });
});

describe('a procedure', () => {
  it('has a name, and each step once', () => {
    expect(problemsOfProcedure({ name: ' ', steps: [] }).map(({ path }) => path)).toEqual(['name', 'steps']);
    const twice = { name: 'A refund', steps: [step('OPENED'), step('OPENED')] };
    expect(problemsOfProcedure(twice).map(({ path }) => path)).toEqual(['steps[1].activity']);
  });
});

describe('the place of an event', () => {
  it('is text that is ordered as the numbers are', () => {
    expect(['10.9', '10.10', '9.11'].toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))).toEqual([
      '9.11',
      '10.9',
      '10.10',
    ]);
  });
});
