import type { Problem } from '@courtesy/kernel';
import type { LogCpdInput } from '@courtesy/graph-types/workforce';
import { problemsOfText } from '../directory/problems.ts';

/** Something somebody did to get better at their work, by themselves or in a course. */
export interface CpdEntry {
  readonly id: string;
  readonly personId: string;
  /** The day, `YYYY-MM-DD`. */
  readonly doneOn: string;
  readonly minutes: number;
  readonly topic: string;
  readonly learnt: string | null;
  readonly skillId: string | null;
  readonly recordedAt: Date;
  /** When it was found not to count. Null while it counts. */
  readonly withdrawnAt: Date | null;
}

/** It is on record. */
export interface CpdLogged {
  readonly type: 'CpdLogged';
  readonly entry: CpdEntry;
}
/** It counts no longer. */
export interface CpdWithdrawn {
  readonly type: 'CpdWithdrawn';
  readonly entry: CpdEntry;
}

const MINUTE_MS = 60_000;
const MAX_MS = 24 * 60 * MINUTE_MS;
const MAX_TOPIC = 500;
const MAX_LEARNT = 2000;

/** What is wrong with an entry; nothing when it is right. `today` is the day at the site of the person. */
export const problemsOfCpd = ({ spent, doneOn, topic, learnt }: LogCpdInput, today: string): Problem[] => [
  ...(spent <= 0 || spent > MAX_MS || spent % MINUTE_MS !== 0
    ? [{ path: 'spent', message: 'is not of whole minutes within PT1M to PT24H' }]
    : []),
  ...(doneOn > today ? [{ path: 'doneOn', message: 'lies in the future' }] : []),
  ...problemsOfText('topic', topic, MAX_TOPIC),
  ...(learnt == null ? [] : problemsOfText('learnt', learnt, MAX_LEARNT)),
];

/** An entry as it is recorded. */
export const newEntry = (
  given: LogCpdInput,
  { id, personId, at }: { readonly id: string; readonly personId: string; readonly at: Date },
): CpdEntry => ({
  ...{ id, personId, doneOn: given.doneOn, minutes: given.spent / MINUTE_MS, topic: given.topic.trim() },
  ...{ learnt: given.learnt ?? null, skillId: given.skillId ?? null, recordedAt: at, withdrawnAt: null },
});

/** How many minutes count of these entries. */
export const minutesOf = (entries: readonly CpdEntry[]): number =>
  entries.reduce((sum, { minutes, withdrawnAt }) => (withdrawnAt ? sum : sum + minutes), 0);
