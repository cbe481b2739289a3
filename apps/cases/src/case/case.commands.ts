import { invalidInput, type InvalidInput } from '@courtesy/kernel';
import type { EntityManager } from 'typeorm';
import { once, type IdempotencyKeyReused, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type { CaseReferenceInput, OpenCaseInput } from '@courtesy/graph-types/cases';
import { attachAtOpening } from '../checklist/checklist.commands.ts';
import { opening } from '../clock/case-change.ts';
import { moveClocks } from '../clock/clock.commands.ts';
import { recordMovements } from '../timeline/movement.commands.ts';
import { openedEvent } from './case-events.ts';
import type { Case, CaseAlreadyOpen, CaseOpened } from './case.ts';
import { newCase, problemsOfMatter, type Matter } from './opening.ts';
import { withPrecedence } from './precedence.store.ts';
import { addCases, findCaseBySource, isDuplicateReference, nextCaseNumbers } from './case.store.ts';

/** What can come of opening a case. */
export type OpenCaseOutcome = CaseOpened | CaseAlreadyOpen | InvalidInput | IdempotencyKeyReused;

/** The refusal for a reference that another case has, which shows that case only to those who may see it. */
async function alreadyOpen(
  { actor }: Context,
  manager: EntityManager,
  { source, id }: CaseReferenceInput,
): Promise<CaseAlreadyOpen | null> {
  const known = await findCaseBySource(manager, actor, { source, sourceId: id });
  return known && { type: 'CaseAlreadyOpen', case: known.visible };
}

/** A matter that names no site, team or person is for the desk it was brought to; otherwise whoever took it could not see it again. */
function atHome(input: OpenCaseInput, { siteId, teamId }: Context['actor']): OpenCaseInput {
  if (input.siteId || input.teamId || input.assigneeId) return input;
  return { ...input, ...(siteId && { siteId }), ...(teamId && { teamId }) };
}

/** Opens a case in the caller's transaction, puts that on record, announces it and starts its clocks. The matter has no problems. */
export async function openMatter(context: Context, tx: Transaction, matter: Matter): Promise<Case> {
  const [number] = await nextCaseNumbers(tx.manager, 1);
  const [weighed = matter] = await withPrecedence(tx.manager, [matter]);
  const opened = newCase(weighed, { id: context.newId('case'), number: number ?? 0 });
  await addCases(tx.manager, [opened]);
  await recordMovements(context, tx, { opened: [opened] });
  tx.emit(openedEvent(opened));
  await attachAtOpening(context, tx, [opened]);
  await moveClocks(context, tx, [opening(opened)]);
  return opened;
}

/** Records a matter that a customer brought. */
export async function openCase(context: Context, input: OpenCaseInput): Promise<OpenCaseOutcome> {
  const { db, actor } = context;
  const now = context.now();
  const matter: Matter = { ...atHome(input, actor), openedAt: input.openedAt ?? now };
  const problems = problemsOfMatter(matter, now);
  if (problems.length > 0) return invalidInput(problems);
  const reference = input.externalReference;
  try {
    return await db.transaction((tx) =>
      once(tx, { key: input.idempotencyKey, operation: 'openCase', subject: actor.subject, input, now }, async () => {
        const known = reference && (await alreadyOpen(context, tx.manager, reference));
        if (known) return known;
        return { type: 'CaseOpened' as const, case: await openMatter(context, tx, matter) };
      }),
    );
  } catch (error) {
    const winner = reference && isDuplicateReference(error) && (await alreadyOpen(context, db.manager, reference));
    if (winner) return winner;
    throw error;
  }
}
