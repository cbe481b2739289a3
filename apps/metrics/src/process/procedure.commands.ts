import { invalidInput } from '@courtesy/kernel';
import { once } from '@courtesy/persistence';
import { type Context, onceRequest, requireAll } from '@courtesy/subgraph';
import type { DeclareProcedureInput } from '@courtesy/graph-types/metrics';
import { problemsOfProcedure, type ProcedureVersion } from './procedure.ts';
import { addProcedure, isApproved, latestOf } from './procedure.store.ts';

/** Declares how cases are to go, as the next version of its name. @throws a FORBIDDEN error for a caller who does not reach the whole organisation. */
export async function declareProcedure(context: Context, input: DeclareProcedureInput) {
  const { db, newId, now, actor } = context;
  requireAll(context, 'Procedures are declared by whoever reaches the whole organisation.');
  const problems = problemsOfProcedure(input);
  if (problems.length > 0) return invalidInput(problems);
  return db.transaction((tx) =>
    once(tx, onceRequest(context, 'declareProcedure', input), async () => {
      const { policyVersionId = null } = input;
      if (policyVersionId !== null && !(await isApproved(tx.manager, policyVersionId)))
        return invalidInput([{ path: 'policyVersionId', message: 'is no version of a policy that was approved' }]);
      const name = input.name.trim();
      const latest = await latestOf(tx.manager, name);
      if (latest && input.expectedNumber != null && latest.number !== input.expectedNumber)
        return { type: 'ProcedureMovedOn' as const, procedure: latest };
      const steps = input.steps.map(({ activity, isOptional = false, mayRepeat = false }) => ({
        activity,
        isOptional,
        mayRepeat,
      }));
      const procedure: ProcedureVersion = {
        ...{ id: newId('prcd'), name, number: (latest?.number ?? 0) + 1, steps, policyVersionId },
        ...{ declaredById: actor.personId ?? null, declaredAt: now() },
      };
      await addProcedure(tx.manager, procedure);
      tx.emit({
        ...{ type: 'courtesy.procedure.declared.v1', subject: procedure.id, sequence: 1, time: now() },
        data: { number: procedure.number, policyVersionId },
      });
      return { type: 'ProcedureDeclared' as const, procedure };
    }),
  );
}
