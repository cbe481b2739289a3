import { addDays, startOfDay, type Problem } from '@courtesy/kernel';
import type { ActionItemStatus, ActionItemTurnKind } from '@courtesy/graph-types/workforce';

/** What somebody is to do by a day, as a meeting agreed. */
export interface ActionItem {
  readonly id: string;
  readonly meetingId: string;
  readonly what: string;
  readonly ownerId: string;
  /** The last day on which it is in time, where its site is. */
  readonly dueOn: string;
  /** The end of that day. */
  readonly overdueAt: Date;
  readonly status: ActionItemStatus;
  readonly agreedAt: Date;
  readonly closedAt: Date | null;
  readonly escalatedAt: Date | null;
  /** To whom it went when it was overdue; null too when its owner reports to nobody. */
  readonly escalatedToId: string | null;
  readonly version: number;
}

/** One thing that became of an action item. */
export interface ActionItemTurn {
  readonly id: string;
  readonly actionItemId: string;
  readonly number: number;
  readonly act: ActionItemTurnKind;
  readonly ownerId: string;
  readonly dueOn: string;
  /** Null when it happened by itself. */
  readonly byId: string | null;
  readonly note: string | null;
  readonly at: Date;
}

/** It was done, or given up. */
export interface ActionItemClosed {
  readonly type: 'ActionItemClosed';
  readonly actionItem: ActionItem;
}
/** It went to somebody else, or to another day. */
export interface ActionItemChanged {
  readonly type: 'ActionItemChanged';
  readonly actionItem: ActionItem;
}
/** It was closed before. */
export interface ActionItemIsClosed {
  readonly type: 'ActionItemIsClosed';
  readonly actionItem: ActionItem;
}

/** It is not the caller's to change. */
export interface NotYourActionItem {
  readonly type: 'NotYourActionItem';
  readonly actionItem: ActionItem;
}

/** The instant at which what is due on a day is overdue: the end of that day where the site is. */
export const overdueAt = (dueOn: string, timeZone: string): Date => startOfDay(addDays(dueOn, 1), timeZone);

/** What is wrong with a day by which something is to be done. */
export const problemsOfDueDay = (dueOn: string, today: string): Problem[] =>
  dueOn < today ? [{ path: 'dueOn', message: `${dueOn} has passed; name ${today} or a later day` }] : [];

const changed = (current: ActionItem, change: Partial<ActionItem>): ActionItem => ({
  ...current,
  ...change,
  version: current.version + 1,
});

/** Closes an item as done or as given up. */
export const close = (
  current: ActionItem,
  status: 'DONE' | 'CANCELLED',
  at: Date,
): ActionItemClosed | ActionItemIsClosed =>
  current.status === 'OPEN'
    ? { type: 'ActionItemClosed', actionItem: changed(current, { status, closedAt: at }) }
    : { type: 'ActionItemIsClosed', actionItem: current };

/** Gives an open item to somebody else. */
export const passOn = (current: ActionItem, ownerId: string): ActionItemChanged | ActionItemIsClosed =>
  current.status === 'OPEN'
    ? { type: 'ActionItemChanged', actionItem: changed(current, { ownerId }) }
    : { type: 'ActionItemIsClosed', actionItem: current };

/** Puts an open item off to another day: it is in time again until then. */
export const putOff = (current: ActionItem, dueOn: string, timeZone: string): ActionItemChanged | ActionItemIsClosed =>
  current.status === 'OPEN'
    ? {
        type: 'ActionItemChanged',
        actionItem: changed(current, {
          ...{ dueOn, overdueAt: overdueAt(dueOn, timeZone), escalatedAt: null, escalatedToId: null },
        }),
      }
    : { type: 'ActionItemIsClosed', actionItem: current };

/** Takes an item that was not done in time to whoever its owner reports to. */
export const escalate = (current: ActionItem, toId: string | null, at: Date): ActionItem =>
  changed(current, { escalatedAt: at, escalatedToId: toId });

/** The line of an item's history that says how it came to where it stands. */
export const turnOf = (
  id: string,
  { id: actionItemId, version: number, ownerId, dueOn }: ActionItem,
  how: Pick<ActionItemTurn, 'act' | 'byId' | 'note' | 'at'>,
): ActionItemTurn => ({ id, actionItemId, number, ownerId, dueOn, ...how });
