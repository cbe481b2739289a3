import { describe, expect, it } from '@jest/globals';
import type { KnownEvent } from '@courtesy/events';
import type { Transaction } from './database.ts';
import { reactionOf, reactionPart } from './reaction-parts.ts';

const tx = {} as Transaction;
const event = (type: string, id: string) => ({ type, id }) as unknown as KnownEvent;

describe('The parts of a reaction', () => {
  const seen: string[] = [];
  const left = reactionPart(['courtesy.person.left.v1'], async (_, events) => {
    seen.push(...events.map(({ id }) => `left ${id}`));
  });
  const moves = reactionPart(['courtesy.person.left.v1', 'courtesy.person.moved.v1'], async (_, events) => {
    seen.push(...events.map(({ id }) => `moves ${id}`));
  });
  const reaction = reactionOf('workforce', [left, moves]);

  it('ask for each type once', () => {
    expect(reaction.types).toEqual(['courtesy.person.left.v1', 'courtesy.person.moved.v1']);
  });

  it('are each given their own events in feed order, one part after the other', async () => {
    await reaction.apply(tx, [event('courtesy.person.moved.v1', '1'), event('courtesy.person.left.v1', '2')]);
    expect(seen).toEqual(['left 2', 'moves 1', 'moves 2']);
  });

  it('are left alone by a batch without their events', async () => {
    seen.length = 0;
    await reaction.apply(tx, [event('courtesy.person.moved.v1', '3')]);
    expect(seen).toEqual(['moves 3']);
  });
});
