import { describe, expect, it } from '@jest/globals';
import { DEMO_CAUSES, demoCause, demoLines } from './steering.ts';

describe('How the organisation of the demo is steered', () => {
  it('plans five categories for every month of a year, more before Christmas', () => {
    const lines = demoLines(2026);
    expect(lines).toHaveLength(60);
    const refunds = lines.filter(({ category }) => category === 'REFUND');
    expect(refunds[0]).toEqual({ category: 'REFUND', month: '2026-01-01', pounds: '12000.00' });
    expect(refunds.at(-1)).toEqual({ category: 'REFUND', month: '2026-12-01', pounds: '15000.00' });
  });

  it('has causes of which the first brings the most complaints, the same for the same seed', () => {
    const causes = Array.from({ length: 300 }, (_, place) => demoCause('spec', place));
    const count = (name = '') => causes.filter((cause) => cause === name).length;
    expect(new Set(causes)).toEqual(new Set(DEMO_CAUSES));
    expect(count(DEMO_CAUSES[0])).toBeGreaterThan(count(DEMO_CAUSES[1]));
    expect(demoCause('spec', 7)).toBe(causes[7]);
  });
});
