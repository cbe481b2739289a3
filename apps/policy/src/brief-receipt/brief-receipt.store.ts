import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import {
  connectionOf,
  insertRows,
  pageSize,
  parseCursor,
  readPage,
  type Connection,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, nestedPages, type Actor, type Batch } from '@courtesy/subgraph';
import type { AudienceMember } from '../acknowledgement/acknowledgement.ts';
import { personCopyTable } from '../acknowledgement/acknowledgement.table.ts';
import { isOfAudience, visiblePeople } from '../acknowledgement/people.store.ts';
import { isLive } from '../brief/brief.store.ts';
import { briefVersionTable } from '../brief/brief.table.ts';
import type { BriefVersion } from '../brief/brief.ts';
import type { BriefGap, BriefReceipt, SiteReadRate } from './brief-receipt.ts';
import { briefReceiptTable } from './brief-receipt.table.ts';

/** The receipts an actor sees; every read of them for a caller starts here. */
const visibleTo = (manager: EntityManager, actor: Actor): SelectQueryBuilder<BriefReceipt> =>
  manager.createQueryBuilder(briefReceiptTable, 'r').where(...visiblePeople(actor, 'r.person_id'));

/** Loads receipts by id. */
export const receiptsById = byId(({ db, actor }) => visibleTo(db.manager, actor));

/** The pages of the receipts of versions, in the order of the record. */
export const receiptPages = nestedPages<BriefReceipt>({
  rows: ({ db, actor }) => visibleTo(db.manager, actor),
  of: 'briefVersionId',
  order: { by: ['id'], direction: 'ASC' },
});

/** Loads, for each version, the caller's own receipt. */
export const ownReceipts: Batch<BriefReceipt> = async ({ db, actor }, briefVersionIds) => {
  const found = await db.manager
    .createQueryBuilder(briefReceiptTable, 'r')
    .where('r.personId = :me AND r.briefVersionId = ANY (:briefVersionIds)', {
      me: actor.personId ?? null,
      briefVersionIds,
    })
    .getMany();
  const byVersion = new Map(found.map((each) => [each.briefVersionId, each]));
  return briefVersionIds.map((id) => byVersion.get(id) ?? null);
};

/** Those of a version's audience who work here now and whom an actor sees. */
function readersOf(manager: EntityManager, actor: Actor, briefVersionId: string): SelectQueryBuilder<AudienceMember> {
  const audience = `EXISTS (SELECT 1 FROM brief_versions AS v WHERE v.id = :briefVersionId AND ${isOfAudience('m', 'v')})`;
  return manager
    .createQueryBuilder(personCopyTable, 'm')
    .where(...visiblePeople(actor, 'm.id'))
    .andWhere(`m.leftAt IS NULL AND ${audience}`, { briefVersionId });
}

const RECEIPT = 'SELECT 1 FROM brief_receipts AS r WHERE r.brief_version_id = :briefVersionId AND r.person_id = m.id';

/** A page of those who are to read a version and have not confirmed it, of those whom an actor sees. */
export function listBriefGaps(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly briefVersionId: string },
): Promise<Connection<BriefGap>> {
  const gaps = readersOf(manager, actor, query.briefVersionId).andWhere(`NOT EXISTS (${RECEIPT})`);
  return readPage(gaps, { by: ['id'], direction: 'ASC' }, query);
}

/** A page of how many have confirmed a version, by site, of those whom an actor sees. Sites where nobody is to read it are left out. */
export async function listReadRates(
  manager: EntityManager,
  actor: Actor,
  query: PageArgs & { readonly briefVersionId: string },
): Promise<Connection<SiteReadRate>> {
  const size = pageSize(query);
  const [after = ''] = query.after ? parseCursor(query.after, 1) : [];
  const readers = readersOf(manager, actor, query.briefVersionId);
  const whole = readers.clone();
  const rates = await readers
    .andWhere('m.siteId > :after', { after: String(after) })
    .select('m.siteId', 'siteId')
    .addSelect('count(*)::integer', 'expected')
    .addSelect(`count(*) FILTER (WHERE EXISTS (${RECEIPT}))::integer`, 'read')
    .groupBy('m.siteId')
    .orderBy('m.siteId')
    .limit(size + 1)
    .getRawMany<SiteReadRate>();
  const sites = () => whole.select('count(DISTINCT m.siteId)::integer', 'count').getRawOne<{ count: number }>();
  const count = async () => (await sites())?.count ?? 0;
  return connectionOf(rates, { size, order: { by: ['siteId'], direction: 'ASC' }, after: query.after, count });
}

/**
 * A page of the versions live at an instant that are for a person who works here, and that they had not confirmed by then; the one live last
 * first. Whether the caller may know is decided before.
 */
export function listUnread(
  manager: EntityManager,
  query: PageArgs & { readonly personId: string; readonly at: Date; readonly includeOptional: boolean },
): Promise<Connection<BriefVersion>> {
  const { personId, at } = query;
  const theirs = `EXISTS (SELECT 1 FROM person_copy AS m WHERE m.id = :personId AND m.left_at IS NULL AND ${isOfAudience('m', 'v')})`;
  const confirmed =
    'SELECT 1 FROM brief_receipts AS r WHERE r.brief_version_id = v.id AND r.person_id = :personId AND r.read_at <= :at';
  const unread = manager
    .createQueryBuilder(briefVersionTable, 'v')
    .where(`${isLive(':at')} AND ${theirs} AND NOT EXISTS (${confirmed})`, { personId, at });
  if (!query.includeOptional) unread.andWhere('v.mustReadBeforeShift');
  return readPage(unread, { by: ['effectiveFrom', 'id'], direction: 'DESC' }, query);
}

/** The receipt of a person for a version, whoever asks. */
export function findReceipt(
  manager: EntityManager,
  { briefVersionId, personId }: Pick<BriefReceipt, 'briefVersionId' | 'personId'>,
): Promise<BriefReceipt | null> {
  return manager.createQueryBuilder(briefReceiptTable, 'r').where({ briefVersionId, personId }).getOne();
}

/** Adds a receipt. False when the person had confirmed the version before, or does at the same time; nothing is added then. */
export async function addReceipt(manager: EntityManager, receipt: BriefReceipt): Promise<boolean> {
  const onConflict = '(brief_version_id, person_id) DO NOTHING';
  return (await insertRows(manager, briefReceiptTable, [receipt], onConflict)).length > 0;
}
