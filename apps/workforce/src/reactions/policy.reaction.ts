import { reactionOf } from '@courtesy/persistence';
import { briefCopies } from '../brief-copy/brief-copy.reaction.ts';

/** What this service does about the feed of policies, concern by concern. */
export const policyReaction = reactionOf('policy', [briefCopies]);
