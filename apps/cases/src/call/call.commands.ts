import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { LogCallsInput } from '@courtesy/graph-types/cases';
import { byReference, referenceKey } from '../case/bulk.ts';
import { recordedEvent } from '../interaction/interaction-events.ts';
import { addInteractions } from '../interaction/interaction.store.ts';
import type { Interaction } from '../interaction/interaction.ts';
import { contactOf, MAX_CALLS, siftCalls, type BulkCall, type CallItem, type CallsLogged } from './call.ts';
import { callsBySource } from './call.store.ts';

const keyOf = ({ source, sourceId }: Interaction) => referenceKey({ source: source ?? '', id: sourceId ?? '' });

/** Four statements, however many calls: those that are new, how they are announced, and those that were here. */
async function takeCalls(context: Context, tx: Transaction, items: readonly CallItem[]): Promise<BulkCall[]> {
  const { actor } = context;
  const at = context.now();
  const contacts = items.map(({ call }) => contactOf(call, { id: context.newId('intr'), at, by: actor.subject }));
  // Bulks that insert in one order never wait for each other in a circle.
  const added = new Set(await addInteractions(tx.manager, byReference(contacts, keyOf)));
  tx.emit(...contacts.filter(({ id }) => added.has(id)).map((contact) => recordedEvent(contact, null)));
  const others = items.filter((_, place) => !added.has(contacts[place]?.id ?? ''));
  const known = await callsBySource(
    tx.manager,
    others.map(({ call }) => call.externalReference),
  );
  const byKey = new Map(known.map((each) => [keyOf(each), each]));
  return items.map(({ index, call }, place): BulkCall => {
    const contact = contacts[place] as Interaction;
    if (added.has(contact.id)) return { index, disposition: 'LOGGED', interaction: contact };
    return { index, disposition: 'UNCHANGED', interaction: byKey.get(referenceKey(call.externalReference)) ?? contact };
  });
}

/** Puts the calls of a switch's log on record in one transaction. A call that cannot be right is refused alone; known ones are left as they are. */
export async function logCalls(context: Context, input: LogCallsInput): Promise<CallsLogged | InvalidInput> {
  const count = input.calls.length;
  if (count === 0 || count > MAX_CALLS)
    return invalidInput([{ path: 'calls', message: `has ${count} items; send 1 to ${MAX_CALLS}` }]);
  const { taken, refused } = siftCalls(input, context.now());
  const calls = await context.db.transaction((tx) => takeCalls(context, tx, taken));
  return { type: 'CallsLogged', calls, refused };
}
