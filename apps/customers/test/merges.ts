import type { Actor } from '@courtesy/subgraph';
import { ask, change, lead, type Answer, type World } from './customers-world.ts';

/** What specs ask of a merge, of its prediction, and of its refusals. */
export const MERGED = `
  ... on CustomersMerged { merge { id state mergedBy survivor { id } merged { id status } fields { field from { id } before after }
    counts { kind kept moved total } } survivor { id displayName givenName familyName preferredLanguage territory country version } }
  ... on CustomerMergePredicted { fields { field from { id } before after } counts { kind kept moved total }
    survivor { id displayName givenName familyName preferredLanguage territory country version } }
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

/** Merges customers, or asks what that would do. */
export const merging = (
  world: World,
  survivorId: string,
  mergedIds: readonly string[],
  more: Record<string, unknown> = {},
  actor: Actor = lead,
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

const TABLES = `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname ORDER BY c.relname`;

/** What tells of changes beside the rows that are changed, and what a worker counts from those rows in its own time. */
const isLedger = (name: string) =>
  /^(event_log|feed_cursor|idempotency|migrations|customer_merge.*|customer_health)$/.test(name);

/** A digest of all rows of all tables but the ledgers and the counts of health, and but the versions, which only ever grow. */
export async function digestOfRows({ service }: World): Promise<Readonly<Record<string, string>>> {
  const { manager } = service.database;
  const tables = await manager.query<{ name: string; columns: string[] }[]>(TABLES);
  const digests: Record<string, string> = {};
  for (const { name, columns } of tables) {
    if (isLedger(name)) continue;
    const kept = columns.filter((column) => column !== 'version').map((column) => `t."${column}"`);
    const [row] = await manager.query<{ digest: string }[]>(
      `SELECT count(*) || ' ' || COALESCE(md5(string_agg(r::text, '' ORDER BY r::text)), '') AS digest
       FROM (SELECT ROW(${kept.join(', ')}) AS r FROM "${name}" t) rows`,
    );
    digests[name] = row?.digest ?? '';
  }
  return digests;
}

/** Who stands for whom, as the graph tells it: by each id, the id of whoever answers to it. */
export async function standing(world: World, ids: readonly string[]): Promise<Record<string, string>> {
  const answers = await ask<Record<string, { id: string }>>(
    world,
    `{ ${ids.map((id, i) => `c${i}: customer(id: "${id}") { id }`).join(' ')} }`,
  );
  return Object.fromEntries(ids.map((id, i) => [id, answers[`c${i}`]?.id ?? '']));
}
