import { reactionOf, reactionPart } from '@courtesy/persistence';
import { activityOfWorkforce } from '../fact/activity-of-others.ts';
import { saveCostRates } from '../fact/cost-rate.store.ts';
import { savePeople, saveRegions, saveSites, saveTeams } from '../fact/dimension.store.ts';
import { ofStaff } from '../target/staff.store.ts';
import { ofJudgedPeople } from '../data-quality/data-quality.reaction.ts';
import { matterPart } from '../day/matter.reaction.ts';
import { mattersOfWorkforce } from '../day/matters-of-others.ts';
import { ofCoursePasses } from '../training-effect/course-pass.reaction.ts';
import { activityPart } from './activity.reaction.ts';

/** Keeps the names of regions, sites, teams and people, which region a site lies in, by which a regional sees, and where people work. */
const ofPlaces = reactionPart(
  [
    'courtesy.region.established.v1',
    'courtesy.site.opened.v1',
    'courtesy.site.changed.v1',
    'courtesy.team.formed.v1',
    'courtesy.person.joined.v1',
    'courtesy.person.moved.v1',
  ],
  async ({ manager }, events) => {
    const regions = events.flatMap(({ type, subject: id, data }) =>
      type === 'courtesy.region.established.v1' ? [{ id, name: data.name }] : [],
    );
    const sites = events.flatMap(({ type, subject: id, data }) =>
      type === 'courtesy.site.opened.v1' || type === 'courtesy.site.changed.v1'
        ? [{ id, name: data.name, regionId: data.regionId }]
        : [],
    );
    const teams = events.flatMap(({ type, subject: id, data }) =>
      type === 'courtesy.team.formed.v1' ? [{ id, name: data.name, siteId: data.siteId }] : [],
    );
    const people = events.flatMap(({ type, subject: id, data }) =>
      type === 'courtesy.person.joined.v1' || type === 'courtesy.person.moved.v1'
        ? [{ id, name: data.displayName, siteId: data.siteId, teamId: data.teamId }]
        : [],
    );
    await saveRegions(manager, regions);
    await saveSites(manager, sites);
    await saveTeams(manager, teams);
    await savePeople(manager, people);
  },
);

/** Keeps what an hour of work costs at each site. */
const ofCosts = reactionPart(['courtesy.site-cost.stated.v1'], async ({ manager }, events) => {
  for (const { data } of events) await saveCostRates(manager, data);
});

/** What the metrics keep of what the workforce service announces. */
export const workforceReaction = reactionOf('workforce', [
  ofPlaces,
  ofStaff,
  ofCosts,
  ofCoursePasses,
  activityPart(activityOfWorkforce),
  matterPart(mattersOfWorkforce),
  ofJudgedPeople,
]);
