import type { Transaction } from '@courtesy/persistence';
import { dueWorker, type DueParts, type DueWorker, type Resource } from '@courtesy/subgraph';
import { expired, sent, suppressed, suppressionOf, type SurveyInvitation } from './invitation.ts';
import { nextInvitationDue, saveInvitation, standingOf, takeDueInvitation } from './invitation.store.ts';
import { termsOf } from './programme.store.ts';
import { invitationEvent } from './survey-events.ts';

/** How many invitations one round looks at. */
const BATCH = 50;

/** What becomes of an invitation that is due: it goes out, it is suppressed with the reason, or its time is over. */
async function decided({ manager }: Transaction, due: SurveyInvitation, at: Date): Promise<SurveyInvitation> {
  if (due.state !== 'PLANNED') return expired(due, at);
  const terms = await termsOf(manager, due);
  const because = suppressionOf(due, terms, { standing: await standingOf(manager, due), at });
  return because === null ? sent(due, terms, at) : suppressed(due, because, at);
}

/** Asks one customer who is to be asked by now, or lets one invitation expire. Answers how many it looked at. */
function askOne({ database, now }: DueParts): Promise<number> {
  return database.transaction(async (tx) => {
    const at = now();
    const due = await takeDueInvitation(tx.manager, at);
    if (!due) return 0;
    const after = await decided(tx, due, at);
    await saveInvitation(tx.manager, after);
    tx.emit(invitationEvent(after, at));
    return 1;
  });
}

/** Asks whoever is to be asked by now, one transaction each, and lets expire what nobody answered. Answers how many it looked at. */
export async function askDue(parts: DueParts): Promise<number> {
  let done = 0;
  while (done < BATCH && (await askOne(parts)) > 0) done += 1;
  return done;
}

/** Asks customers as it comes to be time. */
export const surveyDesk: Resource<DueWorker> = dueWorker({
  ...{ name: 'survey desk', service: 'metrics', next: nextInvitationDue, take: askDue },
});
