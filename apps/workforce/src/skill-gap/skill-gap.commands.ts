import { createHash } from 'node:crypto';
import { createId } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import type { Transaction } from '@courtesy/persistence';
import { observationsOf } from './observation.store.ts';
import {
  assess,
  LOOK_BACK_MS,
  mended,
  moved,
  newGap,
  signalsOf,
  subjectKey,
  type Signal,
  type SkillGap,
  type SkillGapEvidence,
} from './skill-gap.ts';
import {
  addGaps,
  evidenceOf,
  findUnmended,
  keepEvidence,
  lockGapsOf,
  saveGaps,
  standingGaps,
} from './skill-gap.store.ts';

function gapEvent(what: 'found' | 'changed', gap: SkillGap, ids: readonly string[], time: Date): NewEvent {
  const { personId, source, scorecardId, criterionKey, criterionId, clauseId, courseKey, status, failed, of } = gap;
  return {
    ...{ type: `courtesy.skill-gap.${what}.v1`, subject: gap.id, sequence: gap.version, time },
    data: {
      ...{ personId, source, scorecardId, criterionKey, criterionId, clauseId, courseKey, status, failed, of },
      evidenceIds: [...ids],
    },
  } as NewEvent;
}

/** The id of a gap follows from whose it is, what it is and when it was found, so that whoever finds it gives it the same. */
function idOf(personId: string, { subject }: Signal, at: Date): string {
  const digest = createHash('sha256')
    .update(`${personId}/${subjectKey(subject)}/${at.toISOString()}`)
    .digest();
  return createId('sgap', at.getTime(), digest.subarray(0, 16));
}

const evidence = (gap: SkillGap, signal: Signal | null, at: Date): SkillGapEvidence[] =>
  (signal?.failed ?? []).map(({ kind, id }) => ({
    ...{ id: `${gap.id}/${id}`, gapId: gap.id, kind, evidenceId: id, addedAt: at, withdrawnAt: null },
  }));

interface Moved {
  readonly gap: SkillGap;
  readonly signal: Signal | null;
}

/** Stores gaps that were found and gaps that moved, with what they rest on now, and announces them. */
async function keep(
  tx: Transaction,
  {
    found,
    changed,
    held,
  }: Readonly<Record<'found' | 'changed', readonly Moved[]>> & { readonly held: readonly SkillGapEvidence[] },
  at: Date,
): Promise<void> {
  const gaps = changed.map(({ gap }) => gap);
  await addGaps(
    tx.manager,
    found.map(({ gap }) => gap),
  );
  if (gaps.length > 0) await saveGaps(tx.manager, gaps);
  const now = [...found, ...changed].flatMap(({ gap, signal }) => evidence(gap, signal, at));
  const [ids, moves] = [new Set(now.map(({ id }) => id)), new Set(gaps.map(({ id }) => id))];
  const gone = held.filter(({ gapId, id }) => moves.has(gapId) && !ids.has(id));
  await keepEvidence(tx.manager, [...now, ...gone.map((each) => ({ ...each, withdrawnAt: at }))]);
  const idsOf = (signal: Signal | null) => (signal?.failed ?? []).map(({ id }) => id);
  for (const { gap, signal } of found) tx.emit(gapEvent('found', gap, idsOf(signal), at));
  for (const { gap, signal } of changed) tx.emit(gapEvent('changed', gap, idsOf(signal), at));
}

/**
 * Looks anew at what somebody is short of: gaps that nobody knew of are found, and open ones rest on what is on record now. A gap that no longer
 * follows from it is withdrawn.
 */
export async function reassess(tx: Transaction, personId: string, at: Date): Promise<void> {
  await lockGapsOf(tx.manager, personId);
  const standing = await standingGaps(tx.manager, personId);
  const open = standing.filter(({ status }) => status === 'OPEN');
  const openIds = open.map(({ id }) => id);
  const held = (await evidenceOf(tx.manager, openIds)).filter(({ withdrawnAt }) => withdrawnAt === null);
  const byGap = Map.groupBy(held, ({ gapId }) => gapId);
  const observations = await observationsOf(tx.manager, personId, new Date(at.getTime() - LOOK_BACK_MS));
  const mendedBefore = standing.filter(({ status }) => status === 'MENDED');
  const assessed = assess(
    signalsOf(observations, mendedBefore),
    open.map((gap) => ({ gap, evidenceIds: (byGap.get(gap.id) ?? []).map(({ evidenceId }) => evidenceId) })),
  );
  const found = assessed.found.map((signal) => {
    return { signal, gap: newGap(idOf(personId, signal, at), personId, signal, at) };
  });
  const changed = assessed.moved.map(({ gap, signal }) => ({ signal, gap: moved(gap, signal) }));
  await keep(tx, { found, changed, held }, at);
}

/** Puts down that a gap is mended: what was before counts no more. */
export async function mendGap(tx: Transaction, { id, personId }: SkillGap, at: Date): Promise<void> {
  await lockGapsOf(tx.manager, personId);
  const gap = await findUnmended(tx.manager, id);
  if (!gap) return;
  const whole = mended(gap, at);
  await saveGaps(tx.manager, [whole]);
  tx.emit(gapEvent('changed', whole, [], at));
}
