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

/**
 * Looks anew at what somebody is short of: gaps that nobody knew of are found, and open ones rest on what is on record now. A gap that no longer
 * follows from it is withdrawn.
 */
export async function reassess(tx: Transaction, personId: string, at: Date): Promise<void> {
  await lockGapsOf(tx.manager, personId);
  const standing = await standingGaps(tx.manager, personId);
  const open = standing.filter(({ status }) => status === 'OPEN');
  const kept = await evidenceOf(
    tx.manager,
    open.map(({ id }) => id),
  );
  const holds = Map.groupBy(
    kept.filter(({ withdrawnAt }) => withdrawnAt === null),
    ({ gapId }) => gapId,
  );
  const observations = await observationsOf(tx.manager, personId, new Date(at.getTime() - LOOK_BACK_MS));
  const signals = signalsOf(
    observations,
    standing.filter(({ status }) => status === 'MENDED'),
  );
  const idsOf = (gap: SkillGap) => (holds.get(gap.id) ?? []).map(({ evidenceId }) => evidenceId);
  const assessed = assess(
    signals,
    open.map((gap) => ({ gap, evidenceIds: idsOf(gap) })),
  );
  const found = assessed.found.map((signal) => ({
    signal,
    gap: newGap(idOf(personId, signal, at), personId, signal, at),
  }));
  const changed = assessed.moved.map(({ gap, signal }) => ({ signal, gap: moved(gap, signal) }));
  await addGaps(
    tx.manager,
    found.map(({ gap }) => gap),
  );
  if (changed.length > 0)
    await saveGaps(
      tx.manager,
      changed.map(({ gap }) => gap),
    );
  const now = [...found, ...changed].flatMap(({ gap, signal }) => evidence(gap, signal, at));
  const ids = new Set(now.map(({ id }) => id));
  const moves = new Set(changed.map(({ gap }) => gap.id));
  const gone = kept.filter(({ gapId, id, withdrawnAt }) => moves.has(gapId) && withdrawnAt === null && !ids.has(id));
  await keepEvidence(tx.manager, [...now, ...gone.map((each) => ({ ...each, withdrawnAt: at }))]);
  for (const { gap, signal } of found)
    tx.emit(
      gapEvent(
        'found',
        gap,
        signal.failed.map(({ id }) => id),
        at,
      ),
    );
  for (const { gap, signal } of changed)
    tx.emit(
      gapEvent(
        'changed',
        gap,
        (signal?.failed ?? []).map(({ id }) => id),
        at,
      ),
    );
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
