import { describe, expect, it } from '@jest/globals';
import { demoCustomer } from './customers.ts';
import { demoRelationships, demoStandings } from './standing.ts';

describe('How the customers of the demo stand', () => {
  it('has every tier, owners, and wishes of people alone', () => {
    const standings = demoStandings('spec');
    expect(new Set(standings.map(({ tier }) => tier))).toEqual(new Set(['GOLD', 'SILVER', 'BRONZE', null]));
    expect(standings.some(({ owned }) => owned)).toBe(true);
    for (const { customer, wishes } of standings)
      if (wishes) expect(demoCustomer('spec', customer).kind).toBe('PERSON');
  });

  it('has a household of three and an organisation with contacts, and is the same for the same seed', () => {
    const relationships = demoRelationships('spec');
    expect(relationships.filter(({ related }) => related === null)).toHaveLength(3);
    expect(new Set(relationships.map(({ kind }) => kind))).toEqual(
      new Set(['MEMBER_OF_HOUSEHOLD', 'PARENT_OF', 'CONTACT_OF', 'EMPLOYEE_OF', 'AUTHORISED_TO_ACT_FOR']),
    );
    expect(demoRelationships('spec')).toEqual(relationships);
  });
});
