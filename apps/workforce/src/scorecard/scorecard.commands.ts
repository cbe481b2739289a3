import { invalidInput, notFound, staleVersion } from '@courtesy/kernel';
import type { NewEvent } from '@courtesy/events';
import { once, type Transaction } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  DefineScorecardInput,
  ReviseScorecardInput,
  ScorecardCategoryInput,
} from '@courtesy/graph-types/workforce';
import { requireReach, requireSite } from '../directory/access.commands.ts';
import { MAX_NAME, nothingThere, problemsOfId, problemsOfText } from '../directory/problems.ts';
import { findSites } from '../site/site.store.ts';
import { criteriaOf, newScorecard, refusalOfCategories, revised, type Scorecard } from './scorecard.ts';
import { addScorecard, addVersion, lockScorecard, saveScorecard } from './scorecard.store.ts';

/** Lets a change pass from whoever sees all for whom the scorecard is: its site, or every site. Throws FORBIDDEN otherwise. */
async function requirePlace(context: Context, tx: Transaction, siteId: string | null): Promise<void> {
  if (siteId) await requireSite(context, tx, siteId);
  else requireReach(context, {});
}

/** Keeps the version that a scorecard has now, and announces it. */
async function keepVersion(
  context: Context,
  tx: Transaction,
  scorecard: Scorecard,
  categories: readonly ScorecardCategoryInput[],
): Promise<void> {
  const [id, madeAt] = [context.newId('scov'), context.now()];
  const criteria = criteriaOf(id, categories, () => context.newId('crit'));
  await addVersion(tx.manager, { id, scorecardId: scorecard.id, number: scorecard.versionNumber, madeAt }, criteria);
  const event: NewEvent = {
    ...{ type: 'courtesy.scorecard.published.v1', subject: scorecard.id, sequence: scorecard.version, time: madeAt },
    data: { siteId: scorecard.siteId, versionId: id, number: scorecard.versionNumber },
  };
  tx.emit(event);
}

/** Defines by what contacts are reviewed. */
export async function defineScorecard(context: Context, input: DefineScorecardInput) {
  const problems = [...problemsOfText('name', input.name, MAX_NAME), ...problemsOfId('siteId', 'site', input.siteId)];
  if (problems.length > 0) return invalidInput(problems);
  const refusal = refusalOfCategories(input.categories);
  if (refusal) return refusal;
  const request = { key: input.idempotencyKey, operation: 'defineScorecard', subject: context.actor.subject, input };
  return context.db.transaction((tx) =>
    once(tx, { ...request, now: context.now() }, async () => {
      await requirePlace(context, tx, input.siteId ?? null);
      if (input.siteId && !(await findSites(tx.manager, [input.siteId])).has(input.siteId))
        return invalidInput([nothingThere('siteId', input.siteId)]);
      const scorecard = newScorecard(context.newId('scor'), input);
      await addScorecard(tx.manager, scorecard);
      await keepVersion(context, tx, scorecard, input.categories);
      return { type: 'ScorecardDefined' as const, scorecard };
    }),
  );
}

/** Gives a scorecard its next version; reviews that began before keep theirs. */
export async function reviseScorecard(context: Context, input: ReviseScorecardInput) {
  const refusal = refusalOfCategories(input.categories);
  if (refusal) return refusal;
  return context.db.transaction(async (tx) => {
    const current = await lockScorecard(tx.manager, input.scorecardId);
    if (!current) return notFound(input.scorecardId);
    await requirePlace(context, tx, current.siteId);
    const expected = input.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const scorecard = revised(current);
    await saveScorecard(tx.manager, scorecard);
    await keepVersion(context, tx, scorecard, input.categories);
    return { type: 'ScorecardRevised' as const, scorecard };
  });
}
