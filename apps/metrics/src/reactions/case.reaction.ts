import type { Reaction } from '@courtesy/persistence';
import { loadCaseFacts, saveCaseFacts } from '../fact/case-fact.store.ts';
import { applyCaseEvent, caseEventTypes, isCaseEvent, type CaseFact } from '../fact/case-fact.ts';

/** Keeps the facts of cases. A page costs two statements however long it is: an import sends thousands of events a second this way. */
export const caseReaction: Reaction = {
  feed: 'cases',
  types: caseEventTypes,
  apply: async (tx, events) => {
    const about = events.filter(isCaseEvent);
    const ids = [...new Set(about.map((event) => event.subject))];
    if (ids.length === 0) return;
    const facts = await loadCaseFacts(tx.manager, ids);
    for (const event of about) facts.set(event.subject, applyCaseEvent(facts.get(event.subject), event));
    await saveCaseFacts(tx.manager, [...facts.values()] satisfies CaseFact[]);
  },
};
