import { setTimeout as delay } from 'node:timers/promises';
import { dueWorker, type DueParts, type Resource } from '@courtesy/subgraph';
import { breachesOf } from '../rostering/check.ts';
import type { RosterProblem, RosterSolution } from '../rostering/problem.ts';
import { problemOf } from './build-problem.ts';
import { materialOf } from './material.store.ts';
import { proposalEvent } from './proposal.commands.ts';
import { failed, proposed, type ProposalOutcome, type RosterProposal } from './proposal.ts';
import { claimProposal, keepClaim, lockProposing, nextProposal, saveProposal } from './proposal.store.ts';

/** How long a process has a proposal to itself without a beat: after it another takes it up. */
const CLAIM_MS = 15_000;
/** How often it says that it is still there, and asks whether the proposal is still wanted. */
const BEAT_MS = 1_000;

/** How a roster is found, away from the thread that answers requests. */
export type FindRoster = (
  problem: RosterProblem,
  how: {
    readonly timeLimitMs: number;
    /** Ends it at once. */
    readonly signal: AbortSignal;
    /** Told how much of the time limit has passed, 0 to 1. */
    readonly onProgress: (share: number) => void;
  },
) => Promise<RosterSolution>;

/** Keeps a claim until `ended`, and ends the work when the proposal is not wanted any more. */
async function keepBeating(
  { database, now }: DueParts,
  id: string,
  work: { readonly percent: () => number; readonly ended: AbortSignal; readonly unwanted: AbortController },
): Promise<void> {
  while (!work.ended.aborted) {
    await delay(BEAT_MS, undefined, { signal: work.ended }).catch(() => undefined);
    if (work.ended.aborted) return;
    const until = new Date(now().getTime() + CLAIM_MS);
    const wanted = await keepClaim(database.manager, id, { until, percent: work.percent() });
    if (!wanted) work.unwanted.abort();
  }
}

/** Finds the roster of a proposal. Nothing is locked meanwhile: publishing checks it again. */
async function find(parts: DueParts, proposal: RosterProposal, findRoster: FindRoster, stopping: AbortSignal) {
  const material = await materialOf(parts.database.manager, proposal);
  const problem = problemOf(material);
  if (problem.people.length === 0) throw new Error('Nobody is there to be rostered');
  if (problem.duties.length === 0) throw new Error('No shift template is there to plan with');
  const [ended, unwanted] = [new AbortController(), new AbortController()];
  let share = 0;
  const percent = () => Math.min(99, Math.round(share * 100));
  const beating = keepBeating(parts, proposal.id, { percent, ended: ended.signal, unwanted });
  try {
    const solution = await findRoster(problem, {
      ...{ timeLimitMs: proposal.request.timeLimitMs, signal: AbortSignal.any([stopping, unwanted.signal]) },
      onProgress: (done) => (share = done),
    });
    const used = new Set(solution.assignments.map(({ dutyId }) => dutyId));
    const outcome: ProposalOutcome = {
      ...solution,
      duties: problem.duties.filter(({ id }) => used.has(id)),
      people: problem.people.length,
      takenShiftIds: material.present.map(({ id }) => id),
      breaches: breachesOf(problem, solution.assignments),
    };
    return outcome;
  } finally {
    ended.abort();
    await beating;
  }
}

/** Keeps what came of a proposal, unless nobody wants it any more. */
function settle({ database, now }: DueParts, id: string, next: (current: RosterProposal, at: Date) => RosterProposal) {
  return database.transaction(async (tx) => {
    const current = await lockProposing(tx.manager, id);
    if (!current) return;
    const proposal = next(current, now());
    await saveProposal(tx.manager, proposal);
    tx.emit(proposalEvent(proposal, now()));
  });
}

/** Takes up one proposal that nobody works on, and makes it. Answers how many it took up. A process that stops leaves it to the next one. */
export async function proposeNext(parts: DueParts, findRoster: FindRoster, stopping: AbortSignal): Promise<number> {
  const { database, now } = parts;
  const until = new Date(now().getTime() + CLAIM_MS);
  const proposal = await database.transaction((tx) => claimProposal(tx.manager, { now: now(), until }));
  if (!proposal) return 0;
  try {
    const outcome = await find(parts, proposal, findRoster, stopping);
    await settle(parts, proposal.id, (current, at) => proposed(current, outcome, at));
  } catch (failure) {
    if (stopping.aborted) await keepClaim(database.manager, proposal.id, { until: null, percent: 0 });
    else await settle(parts, proposal.id, (current, at) => failed(current, (failure as Error).message, at));
  }
  return 1;
}

/** Makes proposed rosters in the background, one at a time in each process. */
export function rosterProposerWith(findRoster: FindRoster): Resource<{ readonly stop: () => Promise<void> }> {
  return {
    name: 'roster proposer',
    open: async (host) => {
      const stopping = new AbortController();
      const worker = dueWorker({
        ...{ name: 'roster proposer', service: 'workforce', next: nextProposal },
        take: (parts) => proposeNext(parts, findRoster, stopping.signal),
      });
      const running = await worker.open(host);
      return {
        stop: async () => {
          stopping.abort();
          await worker.close(running);
        },
      };
    },
    close: (running) => running.stop(),
  };
}
