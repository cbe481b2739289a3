import { createHash } from 'node:crypto';
import { createId } from '@courtesy/kernel';
import { reactionPart } from '@courtesy/persistence';
import { caseFactTables } from '../fact/case-fact.table.ts';
import { openBook } from '../fact/fact-book.store.ts';
import { asksOf, planned, type RunningProgramme, type SurveyInvitation, type SurveyOccasion } from './invitation.ts';
import { addInvitations } from './invitation.store.ts';
import { isOfCase, occasionsIn, occasionTypes } from './occasion.ts';
import { programmesAsking } from './programme.store.ts';
import { tiersOf } from './response.store.ts';
import { invitationEvent } from './survey-events.ts';

/** What is drawn for a programme and an occasion: the same however often it is drawn, by whomever. */
function draw({ programme }: RunningProgramme, { key, happenedAt }: SurveyOccasion) {
  const digest = createHash('sha256').update(`${programme.id}\n${key}`).digest();
  const lot = digest.readUIntBE(0, 6) / 2 ** 48;
  return { lot, id: createId('srvi', happenedAt.getTime(), new Uint8Array(digest.subarray(8, 18))) };
}

/** Who is asked by which programme of what happened. */
function drawn(running: readonly RunningProgramme[], occasions: readonly SurveyOccasion[]) {
  return occasions.flatMap((occasion) =>
    running.flatMap((each) => {
      const { lot, id } = draw(each, occasion);
      return asksOf(each, occasion, lot) ? [{ running: each, occasion, id }] : [];
    }),
  );
}

/**
 * Plans to ask customers of what happened to them. It comes before the facts of cases are kept: what was known before the page tells who had a case
 * at each place of it. A feed that is read again plans nothing anew.
 */
export const planningPart = reactionPart(occasionTypes, async (tx, events) => {
  const running = await programmesAsking(tx.manager, new Date(Math.min(...events.map(({ time }) => Date.parse(time)))));
  if (running.length === 0) return;
  const caseIds = events.flatMap((event) => (isOfCase(event) ? event.subject : (event.data.caseId ?? [])));
  const book = await openBook(tx.manager, caseFactTables, caseIds);
  const known = new Map(
    caseIds.flatMap((id) => {
      const fact = book.get(id);
      return fact ? [[id, fact] as const] : [];
    }),
  );
  const wanted = drawn(running, occasionsIn(known, events));
  if (wanted.length === 0) return;
  const tiers = await tiersOf(
    tx.manager,
    wanted.map(({ occasion }) => occasion.customerId),
  );
  const toldAt = new Date(events.at(-1)?.time ?? 0);
  const plans = wanted.map(({ running: by, occasion, id }): SurveyInvitation => {
    const tier = tiers.get(occasion.customerId) ?? null;
    return planned(by, occasion, { id, at: toldAt, tier });
  });
  const added = new Set(await addInvitations(tx.manager, plans));
  tx.emit(...plans.filter(({ id }) => added.has(id)).map((plan) => invitationEvent(plan, toldAt)));
});
