import { reactionOf, reactionPart, type Reaction } from '@courtesy/persistence';
import { addFollowUps } from '../survey-follow-up/survey-follow-up.store.ts';

/** Keeps which answers to surveys somebody is to see to. */
const followUpPart = reactionPart(['courtesy.survey.follow-up-requested.v1'], (tx, events) =>
  addFollowUps(
    tx.manager,
    events.map(({ subject: id, data }) => {
      const { kind, score, customerId, caseId: aboutCaseId, siteId, teamId } = data;
      const asked = { id, kind, score, customerId, aboutCaseId, siteId, teamId };
      return { ...asked, requestedAt: new Date(data.at), openedCaseId: null };
    }),
  ),
);

/** What cases take from the metrics' feed. */
export const metricReaction: Reaction = reactionOf('metrics', [followUpPart]);
