import { invalidInput, notFound, staleVersion, type NotFound, type StaleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import { dueWorker, type Context, type DueParts } from '@courtesy/subgraph';
import type {
  AgreeActionItemInput,
  CompleteActionItemInput,
  DropActionItemInput,
  PassOnActionItemInput,
  PutOffActionItemInput,
} from '@courtesy/graph-types/workforce';
import { nothingThere, problemsOfText } from '../directory/problems.ts';
import { whoKeeps } from '../meeting/meeting.commands.ts';
import { MAX_TEXT } from '../meeting/meeting.ts';
import { lockMeeting, siteIdOf } from '../meeting/meeting.store.ts';
import { findPeople, lockPersonShared } from '../person/person.store.ts';
import type { Site } from '../site/site.ts';
import { findSites } from '../site/site.store.ts';
import { dayAt } from '../skill/certificate.commands.ts';
import {
  close,
  escalate,
  overdueAt,
  passOn,
  problemsOfDueDay,
  putOff,
  turnOf,
  type ActionItem,
  type ActionItemTurn,
  type NotYourActionItem,
} from './action-item.ts';
import { keepActionItem, lockActionItem, lockOpenOf, lockOverdue, nextOverdue } from './action-item.store.ts';

const changedEvent = (item: ActionItem, time: Date): NewEvent => ({
  ...{ type: 'courtesy.action-item.changed.v1', subject: item.id, sequence: item.version, time },
  data: { meetingId: item.meetingId, ownerId: item.ownerId, dueOn: item.dueOn, status: item.status },
});

async function siteAt(tx: Transaction, siteId: string): Promise<Site> {
  const site = (await findSites(tx.manager, [siteId])).get(siteId);
  if (!site) throw new Error(`The site ${siteId} of a meeting is not there`);
  return site;
}

type Turn = Pick<ActionItemTurn, 'act' | 'byId' | 'note' | 'at'>;
type NewId = Context['newId'];

async function keep(tx: Transaction, item: ActionItem, { newId, turn }: { newId: NewId; turn: Turn }): Promise<void> {
  await keepActionItem(tx.manager, item, turnOf(newId('actt'), item, turn));
}

/** Agrees that somebody is to do something by a day. */
export function agreeActionItem(context: Context, input: AgreeActionItemInput) {
  const at = context.now();
  const byId = whoKeeps(context);
  const request = { key: input.idempotencyKey, operation: 'agreeActionItem', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: at }, async () => {
      const meeting = await lockMeeting(tx.manager, context.actor, input.meetingId);
      if (!meeting) return notFound(input.meetingId);
      if (meeting.status === 'CANCELLED') return { type: 'MeetingIsElsewhere' as const, meeting };
      const { timeZone } = await siteAt(tx, meeting.siteId);
      const owner = await lockPersonShared(tx.manager, input.ownerId);
      const problems = [
        ...problemsOfText('what', input.what, MAX_TEXT),
        ...problemsOfDueDay(input.dueOn, dayAt(at, timeZone)),
        ...(owner ? [] : [nothingThere('ownerId', input.ownerId)]),
      ];
      if (!owner || problems.length > 0) return invalidInput(problems);
      if (owner.leftAt) return { type: 'PersonHasLeft' as const, person: owner };
      const item: ActionItem = {
        ...{ id: context.newId('actn'), meetingId: meeting.id, what: input.what.trim(), ownerId: owner.id },
        ...{ dueOn: input.dueOn, overdueAt: overdueAt(input.dueOn, timeZone), status: 'OPEN', agreedAt: at },
        ...{ closedAt: null, escalatedAt: null, escalatedToId: null, version: 1 },
      };
      await keep(tx, item, { newId: context.newId, turn: { act: 'AGREED', byId, note: null, at } });
      tx.emit(changedEvent(item, at));
      return { type: 'ActionItemAgreed' as const, actionItem: item };
    }),
  );
}

interface ItemRequest {
  readonly actionItemId: string;
  readonly note: string;
  readonly expectedVersion?: number | null | undefined;
}
const mayChange = ({ actor }: Context, { ownerId, escalatedToId }: ActionItem): boolean =>
  actor.scopes.includes('meeting:write') || [ownerId, escalatedToId].includes(actor.personId ?? '');

/** The one way of a change: lock, let the domain decide, save, announce. */
async function changeItem<O extends { readonly type: string; readonly actionItem?: ActionItem }>(
  context: Context,
  { request, act }: { readonly request: ItemRequest; readonly act: Turn['act'] },
  decide: (current: ActionItem, tx: Transaction) => O | Promise<O>,
): Promise<O | NotYourActionItem | NotFound | StaleVersion<ActionItem> | ReturnType<typeof invalidInput>> {
  const problems = problemsOfText('note', request.note, MAX_TEXT);
  if (problems.length > 0) return invalidInput(problems);
  const at = context.now();
  return context.db.transaction(async (tx) => {
    const current = await lockActionItem(tx.manager, context.actor, request.actionItemId);
    if (!current) return notFound(request.actionItemId);
    if (!mayChange(context, current)) return { type: 'NotYourActionItem' as const, actionItem: current };
    const expected = request.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const outcome = await decide(current, tx);
    const { actionItem } = outcome;
    if (!actionItem || actionItem.version === current.version) return outcome;
    const turn = { act, byId: context.actor.personId ?? null, note: request.note.trim(), at };
    await keep(tx, actionItem, { newId: context.newId, turn });
    tx.emit(changedEvent(actionItem, at));
    return outcome;
  });
}

/** Puts down that an item was done. */
export const completeActionItem = (context: Context, request: CompleteActionItemInput) =>
  changeItem(context, { request, act: 'DONE' }, (current) => close(current, 'DONE', context.now()));

/** Gives an item up. */
export const dropActionItem = (context: Context, request: DropActionItemInput) =>
  changeItem(context, { request, act: 'CANCELLED' }, (current) => close(current, 'CANCELLED', context.now()));

/** Gives an item to somebody else. */
export const passOnActionItem = (context: Context, request: PassOnActionItemInput) =>
  changeItem(context, { request, act: 'PASSED_ON' }, async (current, tx) => {
    const owner = await lockPersonShared(tx.manager, request.ownerId);
    if (!owner) return invalidInput([nothingThere('ownerId', request.ownerId)]);
    if (owner.leftAt) return { type: 'PersonHasLeft' as const, person: owner };
    return passOn(current, owner.id);
  });

/** Puts an item off to another day. */
export const putOffActionItem = (context: Context, request: PutOffActionItemInput) =>
  changeItem(context, { request, act: 'PUT_OFF' }, async (current, tx) => {
    const { timeZone } = await siteAt(tx, await siteIdOf(tx.manager, current.meetingId));
    const problems = problemsOfDueDay(request.dueOn, dayAt(context.now(), timeZone));
    return problems.length > 0 ? invalidInput(problems) : putOff(current, request.dueOn, timeZone);
  });

/** Gives what somebody who left was to do to whoever they reported to; with nobody there, it stays and is escalated in its time. */
export async function passOnOfLeaver(
  { newId }: Pick<Context, 'newId'>,
  tx: Transaction,
  { id, managerId, at }: { readonly id: string; readonly managerId: string | null; readonly at: Date },
): Promise<void> {
  if (managerId === null) return;
  for (const item of await lockOpenOf(tx.manager, id)) {
    const outcome = passOn(item, managerId);
    const turn = { act: 'PASSED_ON' as const, byId: null, note: null, at };
    await keep(tx, outcome.actionItem, { newId, turn });
    tx.emit(changedEvent(outcome.actionItem, at));
  }
}

const BATCH = 100;

/** Takes what was not done on its day to whoever its owner reports to. */
export function escalateOverdue({ database, now, newId }: DueParts): Promise<number> {
  return database.transaction(async (tx) => {
    const at = now();
    const overdue = await lockOverdue(tx.manager, at, BATCH);
    const owners = await findPeople(
      tx.manager,
      overdue.map(({ ownerId }) => ownerId),
    );
    for (const item of overdue) {
      const after = escalate(item, owners.get(item.ownerId)?.managerId ?? null, at);
      await keep(tx, after, { newId, turn: { act: 'ESCALATED', byId: null, note: null, at } });
      const data = { ownerId: after.ownerId, dueOn: after.dueOn, escalatedToId: after.escalatedToId };
      tx.emit({
        type: 'courtesy.action-item.escalated.v1',
        subject: after.id,
        sequence: after.version,
        time: at,
        data,
      });
    }
    return overdue.length;
  });
}

/** Escalates action items when their day has passed. */
export const actionItemKeeper = dueWorker({
  ...{ name: 'action item keeper', service: 'workforce', next: nextOverdue, take: escalateOverdue },
});
