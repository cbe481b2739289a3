import { ask, givenCase, someId, type World } from './cases-world.ts';

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

const WHOLE = `id reference status statusReason subject outcome resolvedAt survivor { id } mergedCases { id } handleTime
  links { id kind from { id } to { id } } interactions(first: 100) { totalCount nodes { id body case { id } addressedTo { id } } }`;

/** Cases with all that they are read with, in one question. */
export async function wholes(world: World, ids: readonly string[]): Promise<SeenWhole[]> {
  const asked = ids.map((id, i) => `c${i}: case(id: "${id}") { ${WHOLE} }`);
  const seen = await ask<Record<string, SeenWhole>>(world, `{ ${asked.join('\n')} }`);
  return ids.flatMap((_, i) => seen[`c${i}`] ?? []);
}

/** One of them. */
export async function whole(world: World, id: string): Promise<SeenWhole> {
  const [seen] = await wholes(world, [id]);
  if (!seen) throw new Error(`There is no ${id}`);
  return seen;
}

/** So many minutes of handling, as a contact says them. */
export const minutes = (count: number) => ({ handleTime: `PT${count}M` });

/** Cases of one customer. */
export async function givenCases(world: World, count: number, input: object = {}): Promise<string[]> {
  const customerId = someId('cust');
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) ids.push((await givenCase(world, { customerId, ...input })).id);
  return ids;
}

/** Answers a case. */
export const resolve = (world: World, id: string) =>
  ask(world, `mutation ($id: ID!) { resolveCase(input: { caseId: $id, outcome: EXPLANATION }) { __typename } }`, {
    id,
  });

/** Links two cases. */
export const relate = (world: World, fromId: string, toId: string) =>
  ask(world, `mutation ($input: LinkCasesInput!) { linkCases(input: $input) { __typename } }`, {
    input: { kind: 'RELATED_TO', fromId, toId },
  });
