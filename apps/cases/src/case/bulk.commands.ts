import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { OpenCasesInput } from '@courtesy/graph-types/cases';
import { recordHistoricInteractions, type HistoricInteraction } from '../interaction/interaction.commands.ts';
import {
  asBrought,
  byReference,
  MAX_BULK,
  referenceKey,
  sift,
  type BulkCase,
  type CasesOpened,
  type Item,
} from './bulk.ts';
import { attachAtOpening } from '../checklist/checklist.commands.ts';
import { bringing } from '../clock/case-change.ts';
import { moveClocks } from '../clock/clock.commands.ts';
import { recordMovements } from '../timeline/movement.commands.ts';
import { openedEvent } from './case-events.ts';
import type { Case, CaseMoved } from './case.ts';
import { addCases, isDuplicateReference, lockCasesBySource, nextCaseNumbers, saveCases } from './case.store.ts';
import { bringForward } from './history.ts';
import { newCase } from './opening.ts';

async function knownCases(tx: Transaction, items: readonly Item[]): Promise<Map<string, Case>> {
  const bySource = Map.groupBy(items, (item) => item.matter.externalReference.source);
  const known = new Map<string, Case>();
  for (const [source, ofSource] of byReference([...bySource], ([name]) => name)) {
    const ids = ofSource.map((item) => item.matter.externalReference.id);
    for (const each of await lockCasesBySource(tx.manager, source, ids)) {
      known.set(referenceKey({ source, id: each.sourceId ?? '' }), each);
    }
  }
  return known;
}

const sourceKeyOf = ({ source, sourceId }: Case) => referenceKey({ source: source ?? '', id: sourceId ?? '' });
const contactKeyOf = (contact: HistoricInteraction) =>
  referenceKey({ source: contact.case.source ?? '', id: contact.externalId });

async function takeItems(context: Context, tx: Transaction, items: readonly Item[]): Promise<BulkCase[]> {
  const known = await knownCases(tx, items);
  const numbers = await nextCaseNumbers(tx.manager, items.length - known.size);
  const added: Case[] = [];
  const saved: Case[] = [];
  const events: NewEvent[] = [];
  const opened: Case[] = [];
  const moved: CaseMoved[] = [];
  const contacts: HistoricInteraction[] = [];
  const results = items.map(({ index, matter }): BulkCase => {
    const before = known.get(referenceKey(matter.externalReference));
    const start = before ?? newCase(asBrought(matter), { id: context.newId('case'), number: numbers.pop() ?? 0 });
    const forward = bringForward(start, matter.history ?? {}, matter);
    if (!before) {
      events.push(openedEvent(start));
      opened.push(start);
    }
    events.push(...forward.events);
    moved.push(...forward.moved);
    if (!before) added.push(forward.case);
    else if (forward.events.length > 0) saved.push(forward.case);
    for (const contact of matter.history?.interactions ?? []) contacts.push({ ...contact, case: forward.case });
    const disposition = !before ? 'OPENED' : forward.events.length > 0 ? 'BROUGHT_FORWARD' : 'UNCHANGED';
    return { index, disposition, case: forward.case };
  });
  await addCases(tx.manager, byReference(added, sourceKeyOf));
  await saveCases(tx.manager, saved);
  await recordMovements(context, tx, { opened, moved });
  tx.emit(...events);
  await attachAtOpening(context, tx, added);
  const recorded = await recordHistoricInteractions(context, tx, byReference(contacts, contactKeyOf));
  const heard = Map.groupBy(recorded, ({ caseId }) => caseId);
  const now = context.now();
  const changes = results.map(({ case: after }) =>
    bringing(known.get(sourceKeyOf(after)) ?? null, after, heard.get(after.id) ?? [], now),
  );
  await moveClocks(context, tx, changes);
  return results;
}

/** How often a bulk is tried when another one opens the same cases at the same time. */
const MAX_TRIES = 5;

/**
 * Records many matters from another system, each with what has become of it, in one transaction. An item that cannot be right is refused
 * alone. Items whose reference is known are brought forward, so the same bulk sent again changes nothing.
 */
export async function openCases(context: Context, input: OpenCasesInput): Promise<CasesOpened | InvalidInput> {
  const count = input.cases.length;
  if (count === 0 || count > MAX_BULK)
    return invalidInput([{ path: 'cases', message: `has ${count} items; send 1 to ${MAX_BULK}` }]);
  const { taken, refused } = sift(input, context.now());
  for (let attempt = 1; ; attempt += 1) {
    try {
      const cases = await context.db.transaction((tx) => takeItems(context, tx, taken));
      return { type: 'CasesOpened', cases, refused };
    } catch (error) {
      if (!isDuplicateReference(error) || attempt === MAX_TRIES) throw error;
    }
  }
}
