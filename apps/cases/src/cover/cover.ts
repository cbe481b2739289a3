import { isIdOf, type Problem } from '@courtesy/kernel';

/** Somebody is away, and somebody else sees to their work meanwhile. */
export interface Cover {
  readonly id: string;
  /** Who is away. */
  readonly personId: string;
  readonly deputyId: string;
  /** From this instant on. */
  readonly from: Date;
  /** Up to this instant, which is no more part of it. */
  readonly until: Date;
  /** The subject of whoever arranged it. */
  readonly arrangedBy: string;
  readonly arrangedAt: Date;
  readonly version: number;
}

/** A cover was arranged. */
export interface CoverArranged {
  readonly type: 'CoverArranged';
  readonly cover: Cover;
}

/** A cover ends earlier than was arranged. */
export interface CoverEnded {
  readonly type: 'CoverEnded';
  readonly cover: Cover;
}

/** The person is covered by somebody already at that time. */
export interface CoverOverlaps {
  readonly type: 'CoverOverlaps';
  readonly cover: Cover;
}

/** The cover was over before. */
export interface CoverIsOver {
  readonly type: 'CoverIsOver';
  readonly cover: Cover;
}

/** Whether a cover is in force at an instant. */
export const isInForce = ({ from, until }: Pick<Cover, 'from' | 'until'>, at: Date): boolean =>
  from <= at && at < until;

/** Who sees to whose work: by the person who is away. */
export type Holders = ReadonlyMap<string, string>;

/**
 * Who sees to the work of everybody who is away, from the covers in force: the end of each chain of covers. Where a chain runs in a circle
 * nobody in it is there, and everybody keeps their own work.
 */
export function holdersOf(inForce: readonly Pick<Cover, 'personId' | 'deputyId'>[]): Holders {
  const next = new Map(inForce.map(({ personId, deputyId }) => [personId, deputyId]));
  const holders = new Map<string, string>();
  for (const away of next.keys()) {
    const passed = new Set<string>();
    let holder: string | undefined = away;
    while (holder !== undefined && next.has(holder) && !passed.has(holder)) {
      passed.add(holder);
      holder = next.get(holder);
    }
    if (holder !== undefined && !passed.has(holder)) holders.set(away, holder);
  }
  return holders;
}

/** Who sees to a person's work: themselves, unless somebody covers for them. */
export const holderOf = (holders: Holders, personId: string): string => holders.get(personId) ?? personId;

/** What is wrong with a cover in itself; empty when nothing is. */
export function problemsOfCover(cover: Pick<Cover, 'personId' | 'deputyId' | 'from' | 'until'>, now: Date): Problem[] {
  const { personId, deputyId, from, until } = cover;
  const problems: Problem[] = [];
  for (const [path, id] of Object.entries({ personId, deputyId }))
    if (!isIdOf('pers', id)) problems.push({ path, message: `"${id}" is not the id of a person` });
  if (personId === deputyId)
    problems.push({ path: 'deputyId', message: 'is the person who is away; name somebody else' });
  if (until <= from) problems.push({ path: 'until', message: 'is not after from' });
  else if (until <= now) problems.push({ path: 'until', message: 'has passed' });
  return problems;
}
