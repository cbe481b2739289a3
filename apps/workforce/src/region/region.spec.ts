import { describe, expect, it } from '@jest/globals';
import { newRegion, problemsOfRegion, rename } from './region.ts';

const north = newRegion('reg_1', { name: ' North ', externalReference: { source: 'payroll', id: 'N' } });

describe('a region', () => {
  it('begins at version 1, its name without the blanks around it', () => {
    expect(north).toEqual({ id: 'reg_1', name: 'North', source: 'payroll', sourceId: 'N', version: 1 });
  });

  it('needs a name of at most 200 characters and a whole reference', () => {
    expect(problemsOfRegion({ name: 'x'.repeat(200) })).toEqual([]);
    const problems = problemsOfRegion({ name: 'x'.repeat(201), externalReference: { source: '', id: ' ' } });
    expect(problems.map(({ path }) => path)).toEqual(['name', 'externalReference.source', 'externalReference.id']);
  });

  it('grows its version by a new name, and not by the name it has', () => {
    expect(rename(north, 'South ').region).toEqual({ ...north, name: 'South', version: 2 });
    expect(rename(north, ' North').region).toBe(north);
  });
});
