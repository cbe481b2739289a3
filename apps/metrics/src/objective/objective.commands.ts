import { invalidInput, notFound, staleVersion, type Problem } from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import { type Context, onceRequest, requireAll } from '@courtesy/subgraph';
import type { AdoptObjectiveInput, MeasureObjectiveInput, MoveObjectiveInput } from '@courtesy/graph-types/metrics';
import { linksOf, problemsOfLinks, problemsOfObjective, type Objective, type ObjectiveLinks } from './objective.ts';
import {
  addObjective,
  knownLinks,
  lockAllObjectives,
  lockObjective,
  objectiveOf,
  saveObjective,
} from './objective.store.ts';

/** Objectives are the organisation's. */
const FOR_ALL = 'Objectives are set up by whoever reaches the whole organisation.';

function emitChange(tx: Transaction, objective: Objective, time: Date): void {
  const { id, version, parentId, ownerId, from, to, targetIds, goalIds, initiativeIds } = objective;
  tx.emit({
    ...{ type: 'courtesy.objective.changed.v1', subject: id, sequence: version, time },
    data: {
      ...{ parentId, ownerId, from, to },
      ...{ targetIds: [...targetIds], goalIds: [...goalIds], initiativeIds: [...initiativeIds] },
    },
  });
}

/** Puts on record where somebody leads the organisation. @throws a FORBIDDEN error for a caller who does not reach all of it. */
export async function adoptObjective(context: Context, input: AdoptObjectiveInput) {
  requireAll(context, FOR_ALL);
  const problems = problemsOfObjective(input);
  if (problems.length > 0) return invalidInput(problems);
  const { newId, now } = context;
  const { name, ownerId, from, to } = input;
  const parentId = input.parentId ?? null;
  return context.db.transaction((tx) =>
    once(tx, onceRequest(context, 'adoptObjective', input), async () => {
      if (parentId !== null && !(await objectiveOf(tx.manager, parentId))) return notFound(parentId);
      const objective: Objective = {
        ...{ id: newId('objv'), name: name.trim(), parentId, ownerId, from, to },
        ...{ targetIds: [], goalIds: [], initiativeIds: [], adoptedAt: now(), version: 1 },
      };
      await addObjective(tx.manager, objective);
      emitChange(tx, objective, now());
      return { type: 'ObjectiveAdopted' as const, objective };
    }),
  );
}

/** What is linked and is not there. */
async function problemsOfNames(tx: Transaction, links: ObjectiveLinks): Promise<Problem[]> {
  const known = await knownLinks(tx.manager, links);
  return Object.entries(links).flatMap(([path, ids]: [string, readonly string[]]) =>
    ids.filter((id) => !known.has(id)).map((id) => ({ path, message: `"${id}" is none that counts for everybody` })),
  );
}

/** Says what an objective rests on, in place of what it rested on before. @throws a FORBIDDEN error for a caller who does not reach everything. */
export async function measureObjective(context: Context, input: MeasureObjectiveInput) {
  requireAll(context, FOR_ALL);
  const problems = problemsOfLinks(input);
  if (problems.length > 0) return invalidInput(problems);
  return context.db.transaction(async (tx) => {
    const current = await lockObjective(tx.manager, input.objectiveId);
    if (!current) return notFound(input.objectiveId);
    const expected = input.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    const links = linksOf(input);
    const wrongs = await problemsOfNames(tx, links);
    if (wrongs.length > 0) return invalidInput(wrongs);
    const objective = { ...current, ...links, version: current.version + 1 };
    await saveObjective(tx.manager, objective);
    emitChange(tx, objective, context.now());
    return { type: 'ObjectiveMeasured' as const, objective };
  });
}

/** Whether one objective is another, or serves it, near or far. */
function serves(all: ReadonlyMap<string, Objective>, one: Objective, other: Objective): boolean {
  for (let at: Objective | undefined = one; at; at = at.parentId === null ? undefined : all.get(at.parentId))
    if (at.id === other.id) return true;
  return false;
}

/** Lets an objective serve another, or none. @throws a FORBIDDEN error for a caller who does not reach the whole organisation. */
export async function moveObjective(context: Context, { objectiveId, parentId, expectedVersion }: MoveObjectiveInput) {
  requireAll(context, FOR_ALL);
  return context.db.transaction(async (tx) => {
    const all = await lockAllObjectives(tx.manager);
    const current = all.get(objectiveId);
    if (!current) return notFound(objectiveId);
    const parent = parentId == null ? null : all.get(parentId);
    if (parent === undefined) return notFound(parentId ?? '');
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    if (parent && serves(all, parent, current))
      return { type: 'ObjectiveWouldCircle' as const, objective: current, parent };
    const objective = { ...current, parentId: parent?.id ?? null, version: current.version + 1 };
    await saveObjective(tx.manager, objective);
    emitChange(tx, objective, context.now());
    return { type: 'ObjectiveMoved' as const, objective };
  });
}
