import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CaseVerb, ObstacleKind } from '@courtesy/graph-types/cases';
import { transitions } from './case.ts';
import { failuresOf, hindered, isGuarded, type Obstacle } from './guard.ts';
import { readStep } from './step-input.ts';

const verbs = Object.keys(transitions) as CaseVerb[];
const kinds = Object.keys(hindered) as ObstacleKind[];
const anyObstacles: fc.Arbitrary<Obstacle[]> = fc.array(
  fc.record({ kind: fc.constantFrom(...kinds), what: fc.string(), id: fc.string() }),
);

describe('the guard', () => {
  it('hinders nothing but the steps that end a case', () => {
    expect(verbs.filter(isGuarded)).toEqual(['RESOLVE', 'CLOSE', 'CANCEL']);
  });

  it('names of the obstacles exactly those that hinder the step, and none is lost on the way', () => {
    fc.assert(
      fc.property(anyObstacles, fc.constantFrom(...verbs), (obstacles, verb) => {
        const failures = failuresOf(verb, obstacles);
        const others = obstacles.filter((each) => !failures.includes(each));
        expect(failures.every(({ kind }) => hindered[kind].some((each) => each === verb))).toBe(true);
        expect(others.some(({ kind }) => hindered[kind].some((each) => each === verb))).toBe(false);
      }),
    );
  });

  it('lets nothing be closed that it would not let be resolved', () => {
    for (const kind of kinds) if (hindered[kind].includes('RESOLVE')) expect(hindered[kind]).toContain('CLOSE');
  });
});

describe('a step told in one word', () => {
  it('is refused with everything that is missing and everything the verb does not know', () => {
    expect(readStep({ verb: 'PRIORITISE', outcome: 'RELIEF' })).toEqual([
      { path: 'priority', message: 'is missing; PRIORITISE needs it' },
      { path: 'reason', message: 'is missing; PRIORITISE needs it' },
      { path: 'outcome', message: 'is nothing that PRIORITISE knows; leave it out' },
    ]);
  });

  it('gives a case to somebody only when it names a site, a team or a person, or takes one away', () => {
    expect(readStep({ verb: 'ASSIGN' })).toEqual([
      { path: 'siteId', message: 'is missing; name a site, a team or a person' },
    ]);
    expect(readStep({ verb: 'ASSIGN', teamId: null })).toEqual({ verb: 'ASSIGN', teamId: null });
    expect(readStep({ verb: 'ASSIGN', assigneeId: 'case_1' })).toEqual([
      { path: 'assigneeId', message: '"case_1" is not the id of a person' },
    ]);
  });

  it('is what a single mutation would ask', () => {
    expect(readStep({ verb: 'CANCEL', reason: 'Twice' })).toEqual({ verb: 'CANCEL', reason: 'Twice' });
    expect(readStep({ verb: 'CANCEL', reason: ' ' })).toEqual([
      { path: 'reason', message: 'is empty; say it in a few words' },
    ]);
  });
});
