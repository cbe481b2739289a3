import type { KnownEvent } from '@courtesy/events';
import { reactionPart, type Transaction } from '@courtesy/persistence';
import type { ArrivedContact } from './arrival.ts';
import {
  findArrived,
  keepArrived,
  placeCases,
  placeContacts,
  recount,
  supersedeArrived,
  type CasePlace,
} from './arrival.store.ts';

const arrivalEvents = [
  'courtesy.interaction.recorded.v1',
  'courtesy.interaction.recorded.v2',
  'courtesy.interaction.corrected.v1',
  'courtesy.interaction.corrected.v2',
  'courtesy.case.opened.v1',
  'courtesy.case.assigned.v1',
  'courtesy.case.split.v1',
] as const;

type ArrivalEvent = KnownEvent<(typeof arrivalEvents)[number]>;
type Of<T extends ArrivalEvent['type']> = Extract<ArrivalEvent, { type: T }>;

const isOf =
  <T extends ArrivalEvent['type']>(...types: readonly T[]) =>
  (event: ArrivalEvent): event is Of<T> =>
    (types as readonly string[]).includes(event.type);

const fresh = { isSuperseded: false, isCounted: false, startsAt: null };

type ContactData = Of<'courtesy.interaction.recorded.v1' | 'courtesy.interaction.recorded.v2'>['data'];

/** Whether a customer came: not what we sent, what a machine did, or a call that ended in the menu before anybody was asked for. */
const isArrival = (data: { readonly direction: string }): boolean =>
  data.direction === 'INBOUND' &&
  !('isAutomatic' in data && data.isAutomatic === true) &&
  !('call' in data && (data.call as { outcome?: string } | null)?.outcome === 'LEFT_MENU');

function contactOf(id: string, data: ContactData): ArrivedContact {
  const call = 'call' in data ? data.call : null;
  const place = 'siteId' in data ? { siteId: data.siteId, teamId: data.teamId } : { siteId: null, teamId: null };
  return {
    ...{ id, caseId: data.caseId, ...place, channel: data.channel, service: call?.service ?? null },
    ...{ occurredAt: new Date(data.occurredAt), handleMs: data.handleMs, ...fresh },
    isHandled: call ? call.outcome === 'ANSWERED' : data.personId !== null,
  };
}

const caseOf = ({ subject, data }: Of<'courtesy.case.opened.v1'>): ArrivedContact => ({
  ...{ id: subject, caseId: null, siteId: data.siteId, teamId: data.teamId, channel: data.channel, service: null },
  ...{ occurredAt: new Date(data.openedAt), handleMs: null, isHandled: data.assigneeId !== null, ...fresh },
});

/** Records that were corrected when a correction did not say yet how long the contact took: that stays as it was. Returns their ids. */
async function keepBareCorrections(
  { manager }: Transaction,
  corrections: readonly Of<'courtesy.interaction.corrected.v1'>[],
): Promise<string[]> {
  const kept: string[] = [];
  for (const { subject, data } of corrections) {
    const earlier = await findArrived(manager, data.supersedes);
    kept.push(subject, data.supersedes);
    if (!isArrival(data)) continue;
    const bare = { ...data, handleMs: null, personId: null };
    const known = earlier && { siteId: earlier.siteId, teamId: earlier.teamId, isHandled: earlier.isHandled };
    const handleMs = earlier?.handleMs ?? null;
    await keepArrived(manager, [
      { ...contactOf(subject, bare), ...known, handleMs, service: earlier?.service ?? null },
    ]);
  }
  return kept;
}

/** Where each case was given to first. */
function firstPlaces(given: readonly Of<'courtesy.case.assigned.v1'>[]): CasePlace[] {
  const first = new Map<string, CasePlace>();
  for (const { subject: caseId, data } of given)
    if (!first.has(caseId)) first.set(caseId, { caseId, siteId: data.siteId, teamId: data.teamId });
  return [...first.values()];
}

/** Keeps how much comes to every site, half hour by half hour: contacts of customers, and cases that came without one. Each counts once, as it was corrected last. */
export const arrivalsOfCases = reactionPart(arrivalEvents, async (tx, events) => {
  const { manager } = tx;
  const recorded = isOf('courtesy.interaction.recorded.v1', 'courtesy.interaction.recorded.v2');
  const corrected = events.filter(isOf('courtesy.interaction.corrected.v2'));
  const bare = events.filter(isOf('courtesy.interaction.corrected.v1'));
  const contacts = [...events.filter(recorded), ...corrected]
    .filter(({ data }) => isArrival(data))
    .map(({ subject, data }) => contactOf(subject, data));
  const cases = events.filter(isOf('courtesy.case.opened.v1')).map(caseOf);
  await keepArrived(manager, [...contacts, ...cases]);
  const ofBare = await keepBareCorrections(tx, bare);
  // What a case was made of came when its contacts did.
  const splits = events.filter(isOf('courtesy.case.split.v1')).map(({ subject }) => subject);
  const superseded = [...corrected, ...bare].map(({ data }) => data.supersedes);
  await supersedeArrived(manager, [...superseded, ...splits]);
  const given = events.filter(isOf('courtesy.case.assigned.v1')).filter(({ data }) => data.siteId ?? data.teamId);
  await placeCases(manager, firstPlaces(given));
  const ids = [...contacts, ...cases].map(({ id }) => id).concat(ofBare);
  const caseIds = given.map(({ subject }) => subject);
  const placed = await placeContacts(manager, { ids, caseIds });
  const about = [...events.filter(recorded), ...corrected, ...bare].flatMap(({ data }) => data.caseId ?? []);
  await recount(manager, [...new Set([...ids, ...superseded, ...splits, ...caseIds, ...placed, ...about])]);
});
