import { describe, expect, it } from '@jest/globals';
import { reaches, type Outlook } from './reach.ts';

const caller = { personId: 'pers_1', teamId: 'team_1', siteId: 'site_1', regionId: 'reg_1' };
const here = { ...caller };
const placeKey = { OWN: 'personId', TEAM: 'teamId', SITE: 'siteId', REGION: 'regionId' } as const;
const narrow = Object.keys(placeKey) as (keyof typeof placeKey)[];

describe('reach', () => {
  it.each(narrow)('%s goes as far as that one thing, whatever else is the same', (reach) => {
    expect(reaches({ ...caller, reach }, here)).toBe(true);
    expect(reaches({ ...caller, reach }, { ...here, [placeKey[reach]]: 'other' })).toBe(false);
    expect(reaches({ ...caller, reach }, { ...here, [placeKey[reach]]: null })).toBe(false);
  });

  it.each(narrow)('%s goes nowhere for a caller who does not know where they are', (reach) => {
    const lost: Outlook = { reach };
    expect(reaches(lost, here)).toBe(false);
    expect(reaches(lost, {})).toBe(false);
  });

  it('ALL goes everywhere', () => {
    expect(reaches({ reach: 'ALL' }, {})).toBe(true);
  });
});
