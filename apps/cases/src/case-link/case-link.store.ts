import type { EntityManager } from 'typeorm';
import type { Batch } from '@courtesy/subgraph';
import type { CaseLinkKind } from '@courtesy/graph-types/cases';
import { casesSeen, familyOf } from '../case-merge/family.store.ts';
import type { Undoing } from '../case-merge/case-merge.ts';
import { isMutual, type CaseLink } from './case-link.ts';

interface LinkRow extends Omit<CaseLink, 'removed'> {
  readonly removed: (Omit<Undoing, 'at'> & { readonly at: string }) | null;
}

const linkOf = ({ removed, ...link }: LinkRow): CaseLink => ({
  ...link,
  removed: removed && { ...removed, at: new Date(removed.at) },
});

const LINKS = `
  SELECT l.id, l.kind, l.from_id AS "fromId", l.to_id AS "toId", l.note, l.linked_by AS "linkedBy", l.person_id AS "personId", l.at,
    (SELECT json_build_object('reason', r.reason, 'by', r.removed_by, 'personId', r.person_id, 'at', r.at)
      FROM case_link_removals r WHERE r.id = l.id) AS removed
  FROM case_links l`;
const HOLDS = 'NOT EXISTS (SELECT 1 FROM case_link_removals r WHERE r.id = l.id)';

/** Two cases and the word for what they have to do with one another. */
export type Ends = Pick<CaseLink, 'kind' | 'fromId' | 'toId'>;

/**
 * Lets nobody else link cases by this word until the transaction ends: a ring can close over any number of links of which each is between two
 * cases that nobody else has locked. Before the locks of the cases.
 */
export async function lockLinks(manager: EntityManager, kind: CaseLinkKind): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('case_links'), hashtext($1))`, [kind]);
}

/** The link that two cases have by this word; null when they have none. */
export async function findLinkBetween(manager: EntityManager, { kind, fromId, toId }: Ends): Promise<CaseLink | null> {
  const [row] = await manager.query<LinkRow[]>(
    `${LINKS} WHERE l.kind = $1 AND ((l.from_id = $2 AND l.to_id = $3) OR ($4 AND l.from_id = $3 AND l.to_id = $2)) AND ${HOLDS}`,
    [kind, fromId, toId, isMutual(kind)],
  );
  return row ? linkOf(row) : null;
}

/** Whether one comes to `fromId` by following links of this kind from `toId`: then a link back would close a ring. */
export async function closesRing(manager: EntityManager, { kind, fromId, toId }: Ends): Promise<boolean> {
  const [row] = await manager.query<{ closes: boolean }[]>(
    `WITH RECURSIVE beyond AS (
       SELECT $3::text COLLATE "C" AS id
       UNION SELECT l.to_id FROM beyond JOIN case_links l ON l.from_id = beyond.id AND l.kind = $1 AND ${HOLDS}
     ) SELECT EXISTS (SELECT 1 FROM beyond WHERE id = $2) AS closes`,
    [kind, fromId, toId],
  );
  return row?.closes ?? false;
}

/** Puts a link on record. */
export async function addLink(manager: EntityManager, link: CaseLink): Promise<void> {
  await manager.query(
    `INSERT INTO case_links (id, kind, from_id, to_id, note, linked_by, person_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [link.id, link.kind, link.fromId, link.toId, link.note, link.linkedBy, link.personId, link.at],
  );
}

/** Puts on record that a link was taken away; false when somebody did so before. */
export async function addRemoval(manager: EntityManager, linkId: string, removed: Undoing): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `INSERT INTO case_link_removals (id, reason, removed_by, person_id, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id`,
    [linkId, removed.reason, removed.by, removed.personId, removed.at],
  );
  return rows.length > 0;
}

/** Loads links by id; null where the caller may see neither case. */
export const linksSeen: Batch<CaseLink> = async ({ db, actor }, ids) => {
  const links = (await db.manager.query<LinkRow[]>(`${LINKS} WHERE l.id = ANY ($1)`, [ids])).map(linkOf);
  const ends = links.flatMap(({ fromId, toId }) => [fromId, toId]);
  const seen = new Set((await casesSeen(db.manager, actor, ends)).map(({ id }) => id));
  const known = new Map(links.map((each) => [each.id, seen.has(each.fromId) || seen.has(each.toId) ? each : null]));
  return ids.map((id) => known.get(id) ?? null);
};

/** Loads, for each case, the links that hold of it and of the cases merged into it, the earliest first; not those among themselves. */
export const linksOfCases: Batch<readonly CaseLink[]> = async ({ db }, caseIds) => {
  const rows = await db.manager.query<(LinkRow & { readonly owner: string })[]>(
    `SELECT wanted.owner, found.* FROM unnest($1::text[]) AS wanted (owner)
     CROSS JOIN LATERAL (SELECT ${familyOf('wanted.owner')} AS ids) AS family
     CROSS JOIN LATERAL (
       ${LINKS} WHERE (l.from_id = ANY (family.ids)) <> (l.to_id = ANY (family.ids))
         AND l.id IN (SELECT id FROM case_links WHERE from_id = ANY (family.ids) UNION SELECT id FROM case_links WHERE to_id = ANY (family.ids))
         AND ${HOLDS}
     ) AS found ORDER BY found.at, found.id`,
    [caseIds],
  );
  const byOwner = Map.groupBy(rows, ({ owner }) => owner);
  return caseIds.map((id) => (byOwner.get(id) ?? []).map(({ owner: _owner, ...row }) => linkOf(row)));
};
