import { invalidInput, notFound, type InvalidInput, type NotFound } from '@courtesy/kernel';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  Channel,
  CorrectInteractionInput,
  HistoricInteractionInput,
  LogInteractionInput,
} from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithText, type Case } from '../case/case.ts';
import { lockSpokenAbout, whileChainsHold, type SpokenAbout } from '../case-merge/family.store.ts';
import { homesOf, keepHome } from '../case-split/contact-home.store.ts';
import { correcting, hearing, type CaseChange } from '../clock/case-change.ts';
import { moveClocks } from '../clock/clock.commands.ts';
import { detailsOf, happenedAt, noDetails, problemsOfDetails, type ContactDetails } from './details.ts';
import {
  correct,
  problemsOfContact,
  problemsOfLogged,
  type Interaction,
  type InteractionCorrected,
  type InteractionLogged,
  type InteractionSuperseded,
} from './interaction.ts';
import { correctedEvent, recordedEvent } from './interaction-events.ts';
import { addInteractions, currentVersionOf, findInteraction, isAlreadySuperseded } from './interaction.store.ts';

/** What can come of logging a contact. */
export type LogInteractionOutcome = InteractionLogged | NotFound | InvalidInput | IdempotencyKeyReused;

/** Moves the clocks of the case that a contact was recorded for, and of the one that goes on for it while it is merged. */
async function moveConcerned(
  context: Context,
  tx: Transaction,
  { addressed, holder }: SpokenAbout,
  change: (about: Case) => CaseChange,
): Promise<void> {
  const concerned = addressed.id === holder.id ? [addressed] : [addressed, holder];
  await moveClocks(context, tx, concerned.map(change));
}

/** A record that corrects none and comes from no other system. */
const firstHand = { supersedesId: null, correctionReason: null, source: null, sourceId: null } as const;

/** The details of a contact as first told. A meeting is where whoever records it works, unless they say otherwise. */
function detailsTold({ actor }: Context, input: LogInteractionInput): ContactDetails {
  const told = detailsOf(noDetails, input, input.channel);
  const isHere = input.channel === 'FACE_TO_FACE' && input.faceToFace?.siteId === undefined;
  return isHere ? { ...told, siteId: actor.siteId ?? null } : told;
}

/** The record of a contact with the customer of a case. */
function recordOf(context: Context, about: Case, input: LogInteractionInput): Interaction {
  const { actor } = context;
  const now = context.now();
  const details = detailsTold(context, input);
  return {
    id: context.newId('intr'),
    caseId: about.id,
    customerId: about.customerId,
    channel: input.channel,
    direction: input.direction,
    occurredAt: input.occurredAt ?? happenedAt({ ...details, direction: input.direction }) ?? now,
    recordedAt: now,
    recordedBy: actor.subject,
    personId: input.personId ?? actor.personId ?? null,
    handleMs: input.handleTime ?? null,
    body: input.body,
    isAutomatic: input.isAutomatic ?? false,
    ...details,
    ...firstHand,
  };
}

/**
 * Puts a contact on record in the caller's transaction, announces it and moves the clocks that it moves. Null when the case is not the actor's to
 * see. The contact has no problems; the transaction is tried again while chains of merges change under it (see `whileChainsHold`).
 */
export async function recordContact(
  context: Context,
  tx: Transaction,
  input: LogInteractionInput,
): Promise<Interaction | null> {
  const spoken = await lockSpokenAbout(tx.manager, context.actor, input.caseId);
  if (!spoken) return null;
  const interaction = recordOf(context, spoken.addressed, input);
  await addInteractions(tx.manager, [interaction]);
  tx.emit(recordedEvent(interaction, spoken.addressed));
  await moveConcerned(context, tx, spoken, (each) => hearing(each, interaction));
  return interaction;
}

/**
 * Puts the same word to the customers of many cases on record, each by the road of its case unless one is named, announces it and moves the clocks
 * that it moves. The caller has locked the cases, none of which is merged; the word has no problems. A handful of statements, however many.
 */
export async function recordContacts(
  context: Context,
  tx: Transaction,
  cases: readonly Case[],
  word: { readonly channel: Channel | null; readonly body: string },
): Promise<Interaction[]> {
  const interactions = cases.map((about) =>
    recordOf(context, about, {
      ...{ caseId: about.id, channel: word.channel ?? about.channel, direction: 'OUTBOUND', body: word.body },
    }),
  );
  await addInteractions(tx.manager, interactions);
  tx.emit(...interactions.map((interaction, i) => recordedEvent(interaction, cases[i] ?? null)));
  await moveClocks(
    context,
    tx,
    interactions.map((interaction, i) => hearing(cases[i] as Case, interaction)),
  );
  return interactions;
}

/** Puts a contact on record, beside its case. */
export async function logInteraction(context: Context, input: LogInteractionInput): Promise<LogInteractionOutcome> {
  const { db, actor } = context;
  const now = context.now();
  const details = { ...detailsTold(context, input), channel: input.channel };
  const problems = [
    ...problemsOfContact({ ...input, handleMs: input.handleTime }, now),
    ...problemsOfDetails(details, input, now),
  ];
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation: 'logInteraction', subject: actor.subject, input, now };
  return whileChainsHold(() =>
    db.transaction((tx) =>
      once<LogInteractionOutcome>(tx, request, async () => {
        const interaction = await recordContact(context, tx, input);
        return interaction ? { type: 'InteractionLogged' as const, interaction } : notFound(input.caseId);
      }),
    ),
  );
}

/** What can come of correcting a contact record. */
export type CorrectInteractionOutcome =
  InteractionCorrected | InteractionSuperseded | NotFound | InvalidInput | IdempotencyKeyReused;

async function supersede(
  context: Context,
  tx: Transaction,
  input: CorrectInteractionInput,
): Promise<CorrectInteractionOutcome> {
  const earlier = await findInteraction(tx.manager, context.actor, input.interactionId);
  if (!earlier) return notFound(input.interactionId);
  const current = (await currentVersionOf(tx.manager, earlier.id)) ?? earlier;
  if (current.id !== earlier.id) return { type: 'InteractionSuperseded', current };
  const record = { id: context.newId('intr'), at: context.now(), by: context.actor.subject, reason: input.reason };
  const interaction = correct(earlier, { ...input, handleMs: input.handleTime }, record);
  const problems = [...problemsOfDetails(interaction, input, context.now()), ...problemsOfLogged(earlier, interaction)];
  if (problems.length > 0) return invalidInput(problems);
  await addInteractions(tx.manager, [interaction]);
  await keepHome(tx.manager, earlier.id, interaction.id);
  const [home] = await homesOf(tx.manager, [earlier.id]);
  const caseId = home?.caseId ?? earlier.caseId;
  const spoken = caseId === null ? null : await lockSpokenAbout(tx.manager, context.actor, caseId);
  tx.emit(correctedEvent({ ...interaction, supersedesId: earlier.id }, spoken?.addressed ?? null));
  const now = context.now();
  if (spoken) await moveConcerned(context, tx, spoken, (each) => correcting(each, earlier, interaction, now));
  return { type: 'InteractionCorrected', interaction };
}

/** Supersedes a contact record with a corrected one. The earlier one stays as it was. */
export async function correctInteraction(
  context: Context,
  input: CorrectInteractionInput,
): Promise<CorrectInteractionOutcome> {
  const { db, actor } = context;
  const now = context.now();
  const reason = problemWithText('reason', input.reason, MAX_REASON);
  const problems = [...(reason ? [reason] : []), ...problemsOfContact({ ...input, handleMs: input.handleTime }, now)];
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation: 'correctInteraction', subject: actor.subject, input, now };
  try {
    return await whileChainsHold(() => db.transaction((tx) => once(tx, request, () => supersede(context, tx, input))));
  } catch (error) {
    const winner = isAlreadySuperseded(error) ? await currentVersionOf(db.manager, input.interactionId) : null;
    if (winner) return { type: 'InteractionSuperseded', current: winner };
    throw error;
  }
}

/** A contact in the history of a case that began in another system. */
export interface HistoricInteraction extends HistoricInteractionInput {
  readonly case: Case;
}

/** Puts the contacts of other systems' cases on record, inside the bulk's transaction, and returns them. Those already here are left as they are. */
export async function recordHistoricInteractions(
  context: Context,
  tx: Transaction,
  contacts: readonly HistoricInteraction[],
): Promise<Interaction[]> {
  const recordedAt = context.now();
  const interactions = contacts.map((contact): Interaction => ({
    id: context.newId('intr'),
    caseId: contact.case.id,
    customerId: contact.case.customerId,
    channel: contact.channel,
    direction: contact.direction,
    occurredAt: contact.occurredAt,
    recordedAt,
    recordedBy: context.actor.subject,
    personId: null,
    handleMs: null,
    body: contact.body,
    isAutomatic: false,
    ...noDetails,
    ...firstHand,
    source: contact.case.source,
    sourceId: contact.externalId,
  }));
  const added = new Set(await addInteractions(tx.manager, interactions));
  tx.emit(
    ...interactions.flatMap((each, i) => (added.has(each.id) ? [recordedEvent(each, contacts[i]?.case ?? null)] : [])),
  );
  return interactions.filter((each) => added.has(each.id));
}
