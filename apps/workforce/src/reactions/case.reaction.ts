import { reactionOf } from '@courtesy/persistence';
import { reviewableCases, reviewableContacts } from '../reviewable/reviewable.reaction.ts';

/** What this service does about the feed of cases, concern by concern. */
export const caseReaction = reactionOf('cases', [reviewableContacts, reviewableCases]);
