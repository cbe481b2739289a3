import { describe, expect, it } from '@jest/globals';
import { invalidInput, notFound, staleVersion } from './index.ts';

describe('outcomes', () => {
  it('carry the name of their GraphQL type and what a screen needs', () => {
    expect(notFound('case_1')).toEqual({ type: 'NotFound', id: 'case_1' });
    expect(staleVersion(3, { version: 4 })).toEqual({ type: 'StaleVersion', expected: 3, current: { version: 4 } });
    const problems = [{ path: 'name', message: 'Give a name.' }];
    expect(invalidInput(problems)).toEqual({ type: 'InvalidInput', problems });
  });
  it('a refusal must have a reason', () => {
    expect(() => invalidInput([])).toThrow(RangeError);
  });
});
