import type { Shift } from '../shift/shift.ts';

/** Shifts of a site or team for a time, published together. */
export interface Roster {
  readonly id: string;
  readonly siteId: string;
  /** Null: of everybody at the site. */
  readonly teamId: string | null;
  /** The first day, `YYYY-MM-DD` at the site. */
  readonly fromDay: string;
  /** The day after the last one. */
  readonly untilDay: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly proposalId: string;
  readonly publishedAt: Date;
  /** Null for a caller who is no person. */
  readonly publishedById: string | null;
  /** Since when its time changes for a reason alone; null while it is open. */
  readonly lockedAt: Date | null;
  readonly lockedById: string | null;
  readonly version: number;
}

/** Its shifts are there. */
export interface RosterPublished {
  readonly type: 'RosterPublished';
  readonly roster: Roster;
  readonly shifts: readonly Shift[];
}

/** It is locked now. */
export interface RosterLocked {
  readonly type: 'RosterLocked';
  readonly roster: Roster;
}

/** It is locked: what was to change did not. */
export interface RosterIsLocked {
  readonly type: 'RosterIsLocked';
  readonly roster: Roster;
}

/** Locks the time of a roster. */
export const lock = (
  current: Roster,
  by: { readonly at: Date; readonly personId: string | null },
): RosterLocked | RosterIsLocked =>
  current.lockedAt
    ? { type: 'RosterIsLocked', roster: current }
    : {
        type: 'RosterLocked',
        roster: { ...current, lockedAt: by.at, lockedById: by.personId, version: current.version + 1 },
      };
