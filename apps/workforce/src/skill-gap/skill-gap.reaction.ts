import { reactionPart } from '@courtesy/persistence';
import { concernedBy } from './observation.store.ts';
import { reassess } from './skill-gap.commands.ts';

/** Looks anew at what those are short of whose cases were taken up again, or complained of with success. */
export const skillGapsOfCases = reactionPart(
  ['courtesy.case.reopened.v1', 'courtesy.complaint.decided.v1'],
  async (tx, events) => {
    const reopened = events.flatMap((event) => (event.type === 'courtesy.case.reopened.v1' ? event.subject : []));
    const decided = events.flatMap((event) =>
      event.type === 'courtesy.complaint.decided.v1' ? event.data.caseId : [],
    );
    const at = new Date(Math.max(...events.map(({ time }) => Date.parse(time))));
    for (const personId of await concernedBy(tx.manager, reopened, decided)) await reassess(tx, personId, at);
  },
);
