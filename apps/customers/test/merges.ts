import type { Actor } from '@courtesy/subgraph';
import { digestOfRows } from '@courtesy/testing';
import { ask, change, lead, type Answer, type World } from './customers-world.ts';

/** What specs ask of how consent stands. */
export const STATE = 'purpose channel status basis since until consent { id }';

/** What specs ask of a merge, of its prediction, and of its refusals. */
export const MERGED = `
  ... on CustomersMerged { merge { id state mergedBy survivor { id } merged { id status } fields { field from { id } before after }
    counts { kind kept moved total } } survivor { id displayName givenName familyName preferredLanguage territory country version } }
  ... on CustomerMergePredicted { fields { field from { id } before after } counts { kind kept moved total }
    survivor { id displayName givenName familyName preferredLanguage territory country version } consents { ${STATE} } }
  ... on ExternalIdsConflict { conflicts { source identities { externalId customer { id } } } }
  ... on CannotMergeCustomers { reason customer { id } survivor { id } }
  ... on CustomerIsErased { customer { id } }
  ... on StaleVersion { expectedVersion current { id } }
  ... on InvalidInput { problems { path } }`;

/** What specs ask of a merge that was taken back. */
export const REVERTED = `
  ... on CustomerMergeReverted { merge { id state reverted { reason by } } survivor { id } customers { id status } fields { field outcome before after } }
  ... on CustomerMergeAlreadyReverted { merge { id state } }
  ... on CustomerIsErased { customer { id } }`;

/** Merges customers as a lead, or as somebody else, or asks what that would do. */
export const merging = (
  world: World,
  survivorId: string,
  mergedIds: readonly string[],
  { actor = lead, ...more }: Record<string, unknown> & { readonly actor?: Actor } = {},
): Promise<Answer> =>
  change(
    world,
    'mergeCustomers',
    { survivorId, mergedIds, reason: 'One person, two records', ...more },
    { fragments: MERGED, actor },
  );

/** Merges customers who can be merged, and returns the merge's id. */
export async function merge(
  world: World,
  survivorId: string,
  mergedIds: readonly string[],
  more: Record<string, unknown> = {},
): Promise<string> {
  const answer = await merging(world, survivorId, mergedIds, more);
  if (answer.__typename !== 'CustomersMerged') throw new Error(JSON.stringify(answer));
  return (answer['merge'] as { id: string }).id;
}

/** Takes a merge back. */
export const revert = (world: World, mergeId: string): Promise<Answer> =>
  change(world, 'revertMerge', { mergeId, reason: 'Mother and daughter' }, { fragments: REVERTED });

/**
 * A digest of all rows of all tables but the ledgers, and but the health that a worker counts from the other rows in its own time; without the
 * versions, which only ever grow.
 */
export const rowsOf = ({ database }: World): Promise<Readonly<Record<string, string>>> =>
  digestOfRows(database.ownerUrl, {
    tables: /^(event_log|feed_cursor|idempotency|migrations|customer_merge.*|customer_health)$/,
    columns: ['version'],
  });

/** Who stands for whom, as the graph tells it: by each id, the id of whoever answers to it. */
export async function standing(world: World, ids: readonly string[]): Promise<Record<string, string>> {
  const answers = await ask<Record<string, { id: string }>>(
    world,
    `{ ${ids.map((id, i) => `c${i}: customer(id: "${id}") { id }`).join(' ')} }`,
  );
  return Object.fromEntries(ids.map((id, i) => [id, answers[`c${i}`]?.id ?? '']));
}
