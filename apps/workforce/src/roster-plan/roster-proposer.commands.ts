import { setTimeout as delay } from 'node:timers/promises';
import { dueWorker, type DueParts, type Resource } from '@courtesy/subgraph';
import { proposeInThread } from '../roster-solver.ts';
import { breachesOf } from '../rostering/check.ts';
import { problemOf } from './build-problem.ts';
import { materialOf } from './material.store.ts';
import { proposalEvent } from './proposal.commands.ts';
import { failed, proposed, type ProposalOutcome, type RosterProposal } from './proposal.ts';
import { claimProposal, keepClaim, lockProposing, nextProposal, saveProposal } from './proposal.store.ts';

/** How long a process has a proposal to itself without a beat: after it another takes it up. */
const CLAIM_MS = 15_000;
/** A roster whose penalty lies above the bound by no more than this share of it is good enough. */
const GAP = 0.01;
/** How often it says that it is still there, and asks whether the proposal is still wanted. */
const BEAT_MS = 1_000;

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

/** Finds the roster of a proposal; null when it was called off. Nothing is locked meanwhile: publishing checks it again. */
async function find(parts: DueParts, proposal: RosterProposal, stopping: AbortSignal): Promise<ProposalOutcome | null> {
  const material = await materialOf(parts.database.manager, proposal);
  const problem = problemOf(material);
  if (problem.people.length === 0) throw new Error('Nobody is there to be rostered');
  if (problem.duties.length === 0) throw new Error('No shift template is there to plan with');
  const [ended, unwanted] = [new AbortController(), new AbortController()];
  const seconds = proposal.request.timeLimitMs / 1_000;
  let passed = 0;
  const percent = () => Math.min(99, Math.round((100 * passed) / seconds));
  const beating = keepBeating(parts, proposal.id, { percent, ended: ended.signal, unwanted });
  try {
    const solution = await proposeInThread(
      problem,
      { seconds, gap: GAP, seed: 1 },
      {
        onProgress: (progress) => (passed = progress.seconds),
        signal: AbortSignal.any([stopping, unwanted.signal]),
      },
    );
    if (!solution) return null;
    const used = new Set(solution.assignments.map(({ dutyId }) => dutyId));
    return {
      ...solution,
      duties: problem.duties.filter(({ id }) => used.has(id)),
      people: problem.people.length,
      takenShiftIds: material.present.map(({ id }) => id),
      breaches: breachesOf(problem, solution.assignments),
    };
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
export async function proposeNext(parts: DueParts, stopping: AbortSignal): Promise<number> {
  const { database, now } = parts;
  const until = new Date(now().getTime() + CLAIM_MS);
  const proposal = await database.transaction((tx) => claimProposal(tx.manager, { now: now(), until }));
  if (!proposal) return 0;
  try {
    const outcome = await find(parts, proposal, stopping);
    if (outcome) await settle(parts, proposal.id, (current, at) => proposed(current, outcome, at));
    else if (stopping.aborted) await keepClaim(database.manager, proposal.id, { until: null, percent: 0 });
  } catch (failure) {
    await settle(parts, proposal.id, (current, at) => failed(current, (failure as Error).message, at));
  }
  return 1;
}

/** Makes proposed rosters in the background, one at a time in each process. */
export const rosterProposer: Resource<{ readonly stop: () => Promise<void> }> = {
  name: 'roster proposer',
  open: async (host) => {
    const stopping = new AbortController();
    const worker = dueWorker({
      ...{ name: 'roster proposer', service: 'workforce', next: nextProposal },
      take: (parts) => proposeNext(parts, stopping.signal),
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
