import { reactionOf, reactionPart } from '@courtesy/persistence';
import { callEventTypes, callsAfter } from '../fact/call-fact.ts';
import { saveCallFacts } from '../fact/call-fact.store.ts';
import { loadCaseFacts, saveCaseFacts } from '../fact/case-fact.store.ts';
import { applyCaseEvent, caseEventTypes } from '../fact/case-fact.ts';

/** Keeps the facts of cases. A page costs two statements however long it is: an import sends thousands of events a second this way. */
const ofCases = reactionPart(caseEventTypes, async (tx, events) => {
  const facts = await loadCaseFacts(tx.manager, [...new Set(events.map(({ subject }) => subject))]);
  for (const event of events) facts.set(event.subject, applyCaseEvent(facts.get(event.subject), event));
  await saveCaseFacts(tx.manager, [...facts.values()]);
});

/** Keeps the facts of telephone calls, likewise. */
const ofCalls = reactionPart(callEventTypes, (tx, events) => saveCallFacts(tx.manager, callsAfter(events)));

/** What the metrics keep of what the cases service announces. */
export const caseReaction = reactionOf('cases', [ofCases, ofCalls]);
