import type { EventType } from '@courtesy/events';
import { reactionPart, type ReactionPart } from '@courtesy/persistence';
import { callEventTypes } from '../fact/call-fact.ts';
import { caseEventTypes } from '../fact/case-fact.ts';
import { judge, judgedFacts, lockJudging } from './data-quality.store.ts';
import type { JudgedFacts } from './data-quality-rule.ts';

const lastOf = (events: readonly { readonly time: string }[]): Date =>
  new Date(Math.max(...events.map(({ time }) => Date.parse(time))));

const contactTypes = ['courtesy.interaction.recorded.v1', ...callEventTypes] as const;
const isOfContacts = new Set<EventType>(contactTypes);

/**
 * Judges the facts that a page of the feed of cases changed, in the transaction that changes them. A worker would be kinder to an import, but then
 * a figure and its coverage would be of two moments, and a figure that looks whole because nobody has judged it yet is what coverage is there to
 * prevent. A page costs two statements more while no rule holds, and at most four more beside, however long it is. Stands last in its
 * reaction: its lock is the last one that the transaction takes.
 */
export const ofJudgedCases: ReactionPart = reactionPart(
  [...caseEventTypes, ...contactTypes],
  async ({ manager }, events) => {
    await lockJudging(manager, 'shared');
    const judged = await judgedFacts(manager);
    const changed: Record<JudgedFacts, Set<string>> = { CASES: new Set(), CONTACTS: new Set() };
    for (const { type, subject, data } of events) {
      changed[isOfContacts.has(type) ? 'CONTACTS' : 'CASES'].add(subject);
      if (type === 'courtesy.interaction.corrected.v2') changed.CONTACTS.add(data.supersedes);
    }
    for (const facts of ['CASES', 'CONTACTS'] as const) {
      const what = [...changed[facts]];
      if (judged.has(facts) && what.length > 0)
        await judge(manager, { facts, of: 'CHANGED', what, at: lastOf(events) });
    }
  },
);

const TOUCHED = `
  SELECT f.id FROM activity_fact f JOIN staff_copy s ON s.id = f.person_id WHERE f.kind = 'CONTACT' AND s.id = ANY ($1) AND f.at > s.left_at
  UNION SELECT d.record_id FROM data_quality_findings d WHERE d.person_id = ANY ($1) AND d.facts = 'CONTACTS' AND d.resolved_at IS NULL`;

/** Judges the contacts of people of whom it is told that they left, or came back: those after they left are somebody else's. */
export const ofJudgedPeople: ReactionPart = reactionPart(
  ['courtesy.person.joined.v1', 'courtesy.person.left.v1'],
  async ({ manager }, events) => {
    await lockJudging(manager, 'alone');
    const judged = await judgedFacts(manager);
    if (!judged.has('CONTACTS')) return;
    const rows = await manager.query<{ id: string }[]>(TOUCHED, [events.map(({ subject }) => subject)]);
    const what = rows.map(({ id }) => id);
    if (what.length > 0) await judge(manager, { facts: 'CONTACTS', of: 'CHANGED', what, at: lastOf(events) });
  },
);
