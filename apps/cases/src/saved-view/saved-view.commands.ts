import {
  invalidInput,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type Problem,
  type StaleVersion,
} from '@courtesy/kernel';
import { BadInput, once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  CaseFilter,
  InputMaybe,
  RemoveSavedViewInput,
  ReviseSavedViewInput,
  SaveCaseViewInput,
} from '@courtesy/graph-types/cases';
import { listCases } from '../case/case.store.ts';
import { LEADS } from '../cover/cover.commands.ts';
import {
  canonicalFilter,
  problemsOfView,
  readFilter,
  type CaseViewSaved,
  type SavedView,
  type SavedViewRemoved,
  type SavedViewRevised,
} from './saved-view.ts';
import { addView, lockOwnView, saveView } from './saved-view.store.ts';

/** What is wrong with a filter, found by asking for its first case as it will be read back. */
async function problemsOfFilter({ db, actor, now }: Context, filter: CaseFilter): Promise<Problem[]> {
  try {
    const where = readFilter(canonicalFilter(filter));
    await listCases(db.manager, actor, { first: 1, where, now: now() });
    return [];
  } catch (error) {
    if (error instanceof BadInput) return [{ path: 'filter', message: error.message }];
    throw error;
  }
}

const saidBy = ({ actor }: Context, input: SaveCaseViewInput | ReviseSavedViewInput) => ({
  ...{ name: input.name.trim(), filter: canonicalFilter(input.filter), order: input.order ?? 'NEWEST_FIRST' },
  ...{ audience: input.audience, teamId: input.audience === 'TEAM' ? (actor.teamId ?? null) : null },
});

async function problemsOf(context: Context, input: SaveCaseViewInput | ReviseSavedViewInput): Promise<Problem[]> {
  const mayShare = context.actor.scopes.includes(LEADS);
  return [...problemsOfView(saidBy(context, input), mayShare), ...(await problemsOfFilter(context, input.filter))];
}

/** Saves a view. */
export async function saveCaseView(
  context: Context,
  input: SaveCaseViewInput,
): Promise<CaseViewSaved | InvalidInput | IdempotencyKeyReused> {
  const problems = await problemsOf(context, input);
  if (problems.length > 0) return invalidInput(problems);
  const { db, actor, newId } = context;
  const now = context.now();
  const request = { key: input.idempotencyKey, operation: 'saveCaseView', subject: actor.subject, input, now };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const saved = { savedBy: actor.subject, savedAt: now, removedAt: null, version: 1 };
      const view: SavedView = { id: newId('view'), ...saidBy(context, input), ...saved };
      await addView(tx.manager, view);
      return { type: 'CaseViewSaved' as const, view };
    }),
  );
}

/** The one way of a change: lock, decide, save. Only whoever saved a view changes it. */
function changeView<T extends SavedViewRevised | SavedViewRemoved>(
  { db, actor }: Context,
  { viewId, expectedVersion }: { readonly viewId: string; readonly expectedVersion?: InputMaybe<number> },
  decide: (current: SavedView) => T,
): Promise<T | NotFound | StaleVersion<SavedView>> {
  return db.transaction(async (tx) => {
    const current = await lockOwnView(tx.manager, actor, viewId);
    if (!current) return notFound(viewId);
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const changed = decide(current);
    await saveView(tx.manager, changed.view);
    return changed;
  });
}

/** Lets a view show something else. */
export async function reviseSavedView(
  context: Context,
  input: ReviseSavedViewInput,
): Promise<SavedViewRevised | NotFound | StaleVersion<SavedView> | InvalidInput> {
  const problems = await problemsOf(context, input);
  if (problems.length > 0) return invalidInput(problems);
  return changeView(context, input, (current) => ({
    type: 'SavedViewRevised',
    view: { ...current, ...saidBy(context, input), version: current.version + 1 },
  }));
}

/** Takes a view away. */
export const removeSavedView = (
  context: Context,
  input: RemoveSavedViewInput,
): Promise<SavedViewRemoved | NotFound | StaleVersion<SavedView>> =>
  changeView(context, input, (current) => ({
    type: 'SavedViewRemoved',
    view: { ...current, removedAt: context.now(), version: current.version + 1 },
  }));
