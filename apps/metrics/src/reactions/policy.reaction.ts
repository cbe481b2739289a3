import { reactionOf } from '@courtesy/persistence';
import { activityOfPolicy } from '../fact/activity-of-others.ts';
import { matterPart } from '../day/matter.reaction.ts';
import { mattersOfPolicy } from '../day/matters-of-others.ts';
import { ofAuthority, ofReadings } from '../day/reading.store.ts';
import { ofDecisionFacts } from '../fairness/fairness.reaction.ts';
import { activityPart } from './activity.reaction.ts';

/** What the metrics keep of what the policy service announces. */
export const policyReaction = reactionOf('policy', [
  activityPart(activityOfPolicy),
  matterPart(mattersOfPolicy),
  ofReadings,
  ofAuthority,
  ofDecisionFacts,
]);
