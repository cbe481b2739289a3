import { contextOfWork, scopesOf, type ResourceHost } from '@courtesy/subgraph';
import { moveCases } from '../case/move.commands.ts';
import { forgetLeaver, takeLeaver } from './leaver.store.ts';

/** How many cases one transaction gives back. */
const BATCH = 100;

/**
 * Gives the cases of one who has left, and that have not ended, back to their teams: nobody has them, and they keep their age. A case of no team
 * goes to the one that the leaver was in. Answers how much was done: 0 when nobody has left with work.
 */
export async function releaseLeaversWork(host: ResourceHost): Promise<number> {
  const actor = {
    subject: 'service:cases',
    role: 'SERVICE' as const,
    reach: 'ALL' as const,
    scopes: scopesOf('AGENT'),
  };
  const context = contextOfWork(host, actor, 'the work of one who has left');
  return host.database.transaction(async (tx) => {
    const leaver = await takeLeaver(tx.manager, context.now(), BATCH);
    if (!leaver) return 0;
    const { personId, teamId, cases } = leaver;
    const moves = cases.map((each) => ({
      caseId: each.id,
      // One that went another way meanwhile is left alone, and looked at again.
      expectedVersion: each.version,
      step: { verb: 'ASSIGN' as const, assigneeId: null, ...(each.teamId === null && { teamId }) },
    }));
    if (moves.length > 0) await moveCases(context, tx, moves);
    else await forgetLeaver(tx.manager, personId);
    return cases.length + 1;
  });
}
