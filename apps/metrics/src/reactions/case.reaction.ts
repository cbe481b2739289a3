import { reactionOf, reactionPart } from '@courtesy/persistence';
import { activityOfCases } from '../fact/activity-of-cases.ts';
import { applyCallEvent, callEventTypes, callsNamedBy } from '../fact/call-fact.ts';
import { callFactTables } from '../fact/call-fact.table.ts';
import { applyCaseEvent, caseEventTypes } from '../fact/case-fact.ts';
import { caseFactTables } from '../fact/case-fact.table.ts';
import { openBook, saveBook } from '../fact/fact-book.store.ts';
import { ofJudgedCases } from '../data-quality/data-quality.reaction.ts';
import { planningPart } from '../survey/planning.reaction.ts';
import { matterPart } from '../day/matter.reaction.ts';
import { mattersOfCases } from '../day/matters-of-cases.ts';
import { ofSteps } from '../process/case-step.reaction.ts';
import { activityPart } from './activity.reaction.ts';

/** Keeps the facts of cases. A page costs a fixed number of statements however long it is: an import sends thousands of events a second this way. */
const ofCases = reactionPart(caseEventTypes, async ({ manager }, events) => {
  const named = events.map(({ subject }) => subject);
  const book = await openBook(manager, caseFactTables, named);
  for (const event of events)
    book.put(event.subject, applyCaseEvent(book.get(event.subject), event), new Date(event.time));
  await saveBook(manager, caseFactTables, book.pages());
});

/** Keeps the facts of telephone calls, likewise. */
const ofCalls = reactionPart(callEventTypes, async ({ manager }, events) => {
  const book = await openBook(manager, callFactTables, events.flatMap(callsNamedBy));
  for (const event of events) applyCallEvent(book, event);
  await saveBook(manager, callFactTables, book.pages());
});

/** What the metrics keep of what the cases service announces. Who is asked is planned first, by what was known of cases before. */
export const caseReaction = reactionOf('cases', [
  planningPart,
  ofCases,
  ofCalls,
  activityPart(activityOfCases),
  matterPart(mattersOfCases),
  ofSteps,
  ofJudgedCases,
]);
