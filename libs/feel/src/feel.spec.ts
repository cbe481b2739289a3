import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileExpression, compileTest, ExpressionRefused, LONGEST_EXPRESSION } from './feel.ts';

const names = new Set(['priority', 'reopen count', 'case']);

describe('an expression', () => {
  it('says which names it reads, and what of them', () => {
    expect(compileExpression('case.team = "a" and reopen count > 2', names).uses).toEqual([
      'case.team',
      'reopen count',
    ]);
  });

  it('is plain while its cost follows from its text and the facts, and not once it repeats or calls back', () => {
    expect(compileExpression('priority = "URGENT" or reopen count > 2', names).isPlain).toBe(true);
    expect(compileExpression('for i in 1..5 return i', names).isPlain).toBe(false);
    expect(compileExpression('some i in [1, 2] satisfies i > 1', names).isPlain).toBe(false);
  });

  it.each([
    ['priority =', 'incomplete at character'],
    ['now() > case.opened', 'reads the clock'],
    ['count(for i in 1..1000000000 return i)', 'rounds'],
    [`"${'x'.repeat(LONGEST_EXPRESSION)}"`, 'are allowed'],
  ])('that may not be used is refused with the reason: %.30s', (text, reason) => {
    expect(() => compileExpression(text, names)).toThrow(ExpressionRefused);
    expect(() => compileExpression(text, names)).toThrow(reason);
  });

  it('answers null, and never throws, where a fact it needs is missing', () => {
    const { run } = compileExpression('reopen count + 1', names);
    expect(run({})).toBeNull();
    expect(run({ 'reopen count': 2 })).toBe(3);
  });
});

describe('a test of one value', () => {
  it('of a closed interval holds exactly between its ends', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: -120, max: 120 }),
        (from, size, value) => {
          const test = compileTest(`[${from}..${from + size}]`, new Set());
          expect(test.run(value, {})).toBe(value >= from && value <= from + size);
        },
      ),
    );
  });
});
