import { ask, type World } from './cases-world.ts';

const CASE = 'id status version';

/** What specs ask of a merge, or of its refusal. */
export interface SeenMerge {
  readonly __typename: string;
  readonly message?: string;
  readonly reason?: string;
  readonly merge?: { readonly id: string; readonly state: string };
  readonly survivor?: { readonly id: string };
}

/** Merges cases, or is refused. */
export async function merge(
  world: World,
  survivorId: string,
  mergedIds: readonly string[],
  more: object = {},
): Promise<SeenMerge> {
  const { result } = await ask<{ result: SeenMerge }>(
    world,
    `mutation ($input: MergeCasesInput!) { result: mergeCases(input: $input) { __typename ... on UserError { message }
       ... on CannotMerge { reason } ... on CasesMerged { merge { id state } survivor { ${CASE} } } } }`,
    { input: { survivorId, mergedIds, reason: 'One matter', ...more } },
  );
  return result;
}

/** Merges cases that can be merged; returns the merge's id. */
export async function givenMerge(world: World, survivorId: string, ...mergedIds: readonly string[]): Promise<string> {
  const result = await merge(world, survivorId, mergedIds);
  if (!result.merge) throw new Error(JSON.stringify(result));
  return result.merge.id;
}

/** Undoes a merge, or is refused. */
export async function unmerge(world: World, mergeId: string, more: object = {}): Promise<SeenMerge> {
  const { result } = await ask<{ result: SeenMerge }>(
    world,
    `mutation ($input: UndoMergeInput!) { result: undoMerge(input: $input) { __typename ... on UserError { message }
       ... on CaseMergeUndone { merge { id state } } ... on MergeAlreadyUndone { merge { id state } } } }`,
    { input: { mergeId, reason: 'Two matters', ...more } },
  );
  return result;
}

/** A contact on record with a case. Returns its id. */
export async function hear(world: World, caseId: string, input: object = {}): Promise<string> {
  const { logInteraction } = await ask<{ logInteraction: { interaction: { id: string } } }>(
    world,
    `mutation ($input: LogInteractionInput!) { logInteraction(input: $input) { ... on InteractionLogged { interaction { id } } } }`,
    { input: { caseId, channel: 'PHONE', direction: 'INBOUND', body: 'It still leaks', ...input } },
  );
  return logInteraction.interaction.id;
}

/** A contact as read. */
export interface SeenContact {
  readonly id: string;
  readonly case: { readonly id: string };
  readonly addressedTo: { readonly id: string };
}

/** A case as read, as far as merging, splitting and linking change it. */
export interface SeenWhole {
  readonly id: string;
  readonly status: string;
  readonly statusReason: string | null;
  readonly survivor: { readonly id: string } | null;
  readonly mergedCases: readonly { readonly id: string }[];
  readonly handleTime: string;
  readonly interactions: { readonly totalCount: number; readonly nodes: readonly SeenContact[] };
}

/** A case with all that it is read with. */
export async function whole(world: World, id: string): Promise<SeenWhole> {
  const { case: seen } = await ask<{ case: SeenWhole }>(
    world,
    `query ($id: ID!) { case(id: $id) { id reference status statusReason subject outcome resolvedAt survivor { id } mergedCases { id } handleTime
       interactions(first: 100) { totalCount nodes { id body case { id } addressedTo { id } } } } }`,
    { id },
  );
  return seen;
}
