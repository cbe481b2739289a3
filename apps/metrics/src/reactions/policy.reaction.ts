import { reactionOf } from '@courtesy/persistence';
import { activityOfPolicy } from '../fact/activity-of-others.ts';
import { activityPart } from './activity.reaction.ts';

/** What the metrics keep of what the policy service announces. */
export const policyReaction = reactionOf('policy', [activityPart(activityOfPolicy)]);
