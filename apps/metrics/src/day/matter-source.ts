import type { EventType, KnownEvent } from '@courtesy/events';
import type { MatterBook } from './matter.ts';

/** How events of one sort open, move and clear matters. */
export interface MatterSource<T extends EventType = EventType> {
  readonly types: readonly T[];
  /** The ids of the matters that an event may touch. */
  readonly names: (event: KnownEvent<T>) => readonly string[];
  readonly apply: (book: MatterBook, event: KnownEvent<T>) => void;
}

/** A source whose events are typed by the types it names. */
export const matterSource = <const T extends EventType>(
  types: readonly T[],
  names: MatterSource<T>['names'],
  apply: MatterSource<T>['apply'],
): MatterSource => ({ types, names, apply }) as unknown as MatterSource;

/** The id of a matter: its kind, and what tells it from every other of that kind. */
export const matterId = (kind: string, ...rest: readonly (string | number)[]): string => [kind, ...rest].join(':');
