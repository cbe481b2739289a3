import type { Problem } from '@courtesy/kernel';
import type { RecordOneToOneInput } from '@courtesy/graph-types/workforce';
import { problemsOfId, problemsOfText } from '../directory/problems.ts';

/** That somebody and whoever leads them talked alone. */
export interface OneToOne {
  readonly id: string;
  readonly personId: string;
  readonly leadId: string;
  readonly metOn: string;
  /** The day of the next one. */
  readonly nextOn: string | null;
}

/** What one of the two wrote down. */
export interface OneToOneNote {
  readonly id: string;
  readonly oneToOneId: string;
  readonly byId: string;
  readonly text: string;
  readonly writtenAt: Date;
}

/** They do not report to the caller. */
export interface NotYourReport {
  readonly type: 'NotYourReport';
}

/** The longest note, in characters. */
export const MAX_NOTE = 20_000;

/** What is wrong with a one-to-one; nothing when it is right. */
export const problemsOfOneToOne = (input: RecordOneToOneInput, today: string): Problem[] => [
  ...problemsOfId('personId', 'pers', input.personId),
  ...(input.metOn > today
    ? [{ path: 'metOn', message: `${input.metOn} is still to come; record it once it was` }]
    : []),
  ...(input.nextOn != null && input.nextOn <= input.metOn
    ? [{ path: 'nextOn', message: 'is not after the day on which it was' }]
    : []),
  ...(input.note == null ? [] : problemsOfText('note', input.note, MAX_NOTE)),
];
