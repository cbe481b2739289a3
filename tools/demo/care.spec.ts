import { describe, expect, it } from '@jest/globals';
import { demoCare } from './care.ts';
import { demoCustomer } from './customers.ts';

const now = new Date('2026-03-02T10:00:00.000Z');
const care = demoCare('spec', now);

describe('The consents and vulnerabilities of the demo', () => {
  it('are of people, with every driver, and all to be reviewed in the time to come', () => {
    expect(care.every(({ customer }) => demoCustomer('spec', customer).kind === 'PERSON')).toBe(true);
    const vulnerable = care.flatMap(({ vulnerability }) => vulnerability ?? []);
    expect(new Set(vulnerable.map(({ driver }) => driver)).size).toBe(4);
    for (const { reviewBy } of vulnerable) expect(reviewBy.getTime()).toBeGreaterThan(now.getTime());
  });

  it('have a few who took back what they had given, and nobody who took back what they had not', () => {
    const backed = care.filter(({ withdrawn }) => withdrawn.length > 0);
    expect(backed.length).toBeGreaterThan(0);
    for (const { given } of backed) expect(given.map(({ purpose }) => purpose)).toContain('MARKETING');
  });

  it('are the same for the same seed', () => {
    expect(demoCare('spec', now)).toEqual(care);
  });
});
