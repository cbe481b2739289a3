import { reactionOf } from '@courtesy/persistence';
import { arrivalsOfCases } from '../arrival/arrival.reaction.ts';
import { reviewableCases, reviewableContacts } from '../reviewable/reviewable.reaction.ts';
import { skillGapsOfCases } from '../skill-gap/skill-gap.reaction.ts';

/** What this service does about the feed of cases, concern by concern. */
export const caseReaction = reactionOf('cases', [
  reviewableContacts,
  reviewableCases,
  skillGapsOfCases,
  arrivalsOfCases,
]);
