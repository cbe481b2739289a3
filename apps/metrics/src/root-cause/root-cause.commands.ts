import { invalidInput, isIdOf, notFound } from '@courtesy/kernel';
import { once } from '@courtesy/persistence';
import { type Context, onceRequest } from '@courtesy/subgraph';
import type { AttributeCauseInput, RecordCauseInput } from '@courtesy/graph-types/metrics';
import { problemsOfAttribution, problemsOfCause, type CauseAttribution } from './root-cause.ts';
import {
  addAttribution,
  addCause,
  causeNamed,
  causeOf,
  endAttribution,
  lockSeenCase,
  standingAttribution,
} from './root-cause.store.ts';

/** Puts a cause on record, below a wider one or as one of the widest. */
export async function recordCause(context: Context, input: RecordCauseInput) {
  const { db, newId, now, actor } = context;
  const problems = problemsOfCause(input);
  if (problems.length > 0) return invalidInput(problems);
  return db.transaction((tx) =>
    once(tx, onceRequest(context, 'recordCause', input), async () => {
      const parentId = input.parentId ?? null;
      if (parentId !== null && !(await causeOf(tx.manager, parentId))) return notFound(parentId);
      const name = input.name.trim();
      const known = await causeNamed(tx.manager, name, parentId);
      if (known) return { type: 'CauseExists' as const, cause: known };
      const cause = { id: newId('rcau'), name, parentId, recordedAt: now(), recordedBy: actor.subject };
      await addCause(tx.manager, cause);
      return { type: 'CauseRecorded' as const, cause };
    }),
  );
}

/** Says from which cause a case came, in place of what was said before. Both stay on record. */
export async function attributeCause(context: Context, input: AttributeCauseInput) {
  const { db, newId, now, actor } = context;
  const { caseId, causeId } = input;
  const problems = [
    ...problemsOfAttribution(input),
    ...(isIdOf('case', caseId) ? [] : [{ path: 'caseId', message: `"${caseId}" is not the id of a case` }]),
  ];
  if (problems.length > 0) return invalidInput(problems);
  return db.transaction((tx) =>
    once(tx, onceRequest(context, 'attributeCause', input), async () => {
      if (!(await causeOf(tx.manager, causeId))) return notFound(causeId);
      if (!(await lockSeenCase(tx.manager, actor, caseId))) return notFound(caseId);
      const standing = await standingAttribution(tx.manager, caseId);
      if (standing?.causeId === causeId) return { type: 'CauseStands' as const, attribution: standing };
      const at = now();
      const attribution: CauseAttribution = {
        ...{ id: newId('catt'), caseId, causeId, because: input.because.trim() },
        ...{ attributedAt: at, attributedBy: actor.subject, endedAt: null },
      };
      if (standing) await endAttribution(tx.manager, standing.id, at);
      await addAttribution(tx.manager, attribution);
      tx.emit({
        ...{ type: 'courtesy.cause.attributed.v1', subject: attribution.id, sequence: 1, time: at },
        data: { caseId, causeId, replaces: standing?.id ?? null },
      });
      return { type: 'CauseAttributed' as const, attribution };
    }),
  );
}
