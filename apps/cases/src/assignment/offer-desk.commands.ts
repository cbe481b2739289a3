import type { Resource, ResourceHost } from '@courtesy/subgraph';
import { giveOut, openRound, type RoundResult } from './offering.commands.ts';

/** Somebody who asks for work, and waits for what comes of it. */
interface Asking {
  readonly personId: string;
  readonly resolve: (result: RoundResult) => void;
  readonly reject: (failure: unknown) => void;
}

/** The queue of those who ask for work in one team. */
interface Line {
  asking: Asking[];
  isServing: boolean;
}

/** Where people of a process ask for work. */
export interface OfferDesk {
  /** Gives out work to a team until this person has an offer, or nothing can be offered to them. */
  ask(teamId: string, personId: string): Promise<RoundResult>;
}

/**
 * Whoever asks while a round of their team is under way is served by the next one, all of them together: one transaction and one lock for many
 * offers, which is what lets a busy desk give out thousands a second.
 */
function openDesk({ database, now, newId }: Pick<ResourceHost, 'database' | 'now' | 'newId'>): OfferDesk {
  const lines = new Map<string, Line>();
  const serve = async (teamId: string, line: Line): Promise<void> => {
    line.isServing = true;
    while (line.asking.length > 0) {
      const asking = line.asking;
      line.asking = [];
      const askers = [...new Set(asking.map(({ personId }) => personId))];
      try {
        const result = await database.transaction(async (tx) => {
          const round = await openRound(tx, { teamId, askers });
          return giveOut(tx, { newId }, { ...round, at: now() });
        });
        asking.forEach(({ resolve }) => resolve(result));
      } catch (failure) {
        asking.forEach(({ reject }) => reject(failure));
      }
    }
    line.isServing = false;
    lines.delete(teamId);
  };
  return {
    ask: (teamId, personId) =>
      new Promise((resolve, reject) => {
        const line = lines.get(teamId) ?? { asking: [], isServing: false };
        lines.set(teamId, line);
        line.asking.push({ personId, resolve, reject });
        // A failure is told to everybody who waits, so nothing is left to be caught here.
        if (!line.isServing) void serve(teamId, line);
      }),
  };
}

/** The desk of one process. */
export const offerDesk: Resource<OfferDesk> = {
  name: 'desk at which people ask for work',
  open: openDesk,
  close: () => undefined,
};
