import { reactionOf, reactionPart } from '@courtesy/persistence';
import { adoptRoots, familyEvents } from '@courtesy/subgraph';
import { activityOfCustomers } from '../fact/activity-of-others.ts';
import { saveCustomers } from '../fact/dimension.store.ts';
import { standingParts } from '../survey/standing.reaction.ts';
import { matterPart } from '../day/matter.reaction.ts';
import { mattersOfCustomers } from '../day/matters-of-others.ts';
import { ofCohorts } from '../fairness/fairness.reaction.ts';
import { activityPart } from './activity.reaction.ts';

const copied = [
  'courtesy.customer.registered.v1',
  'courtesy.customer.changed.v1',
  'courtesy.customer.registered.v2',
  'courtesy.customer.changed.v2',
] as const;

/** Keeps where customers live, so that a figure can be broken down by territory. */
const ofTerritories = reactionPart(copied, (tx, events) =>
  saveCustomers(
    tx.manager,
    events.map(({ subject, data }) => ({ id: subject, territory: data.territory })),
  ),
);

/** Keeps which customers stand for which. */
const ofFamilies = reactionPart(familyEvents, adoptRoots);

/** What the metrics keep of what the customers service announces. */
export const customerReaction = reactionOf('customers', [
  ofTerritories,
  ofFamilies,
  ofCohorts,
  activityPart(activityOfCustomers),
  ...standingParts,
  matterPart(mattersOfCustomers),
]);
