import { describe, expect, it } from '@jest/globals';
import { newPerson } from '../person/joining.ts';
import { appoint, newTeam } from './team.ts';

const now = new Date('2026-03-02T10:00:00.000Z');
const team = newTeam('team_1', { name: 'Refunds', siteId: 'site_1' });
const ada = newPerson({ displayName: 'Ada', jobRole: 'LEAD', siteId: 'site_1' }, { id: 'pers_1', now });

describe('a team', () => {
  it('begins without a lead', () => {
    expect(team).toMatchObject({ leadId: null, version: 1 });
  });

  it('grows its version by a new lead, and not by the lead it has', () => {
    const led = appoint(team, ada);
    expect(led).toEqual({ type: 'LeadAppointed', team: { ...team, leadId: ada.id, version: 2 } });
    if (led.type !== 'LeadAppointed') throw new Error(led.type);
    expect(appoint(led.team, ada)).toEqual(led);
    expect(appoint(led.team, null)).toMatchObject({ team: { leadId: null, version: 3 } });
    expect(appoint(team, null)).toEqual({ type: 'LeadAppointed', team });
  });

  it('is led by somebody of its own site who has not left', () => {
    expect(appoint(team, { ...ada, siteId: 'site_2' })).toMatchObject({ type: 'InvalidInput' });
    expect(appoint(team, { ...ada, leftAt: now })).toMatchObject({ type: 'PersonHasLeft' });
  });
});
