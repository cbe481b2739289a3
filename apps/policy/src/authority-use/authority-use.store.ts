import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import {
  applyFilter,
  insertRows,
  readPage,
  updateRows,
  type Connection,
  type Filter,
  type FilterField,
  type KeysetOrder,
  type PageArgs,
} from '@courtesy/persistence';
import { byId, holdFamilies, ofFamily, rootsOf, type Actor, type Batch } from '@courtesy/subgraph';
import type { AuthorityRequestFilter } from '@courtesy/graph-types/policy';
import { lockWords } from '../authority-grant/authority-grant.store.ts';
import {
  wordsOf,
  type AuthorityRequest,
  type AuthorityUse,
  type Matter,
  type UseEnd,
  type UseReserved,
} from './authority-use.ts';
import { authorityRequestTable, authorityUseEndTable, authorityUseTable } from './authority-use.table.ts';

const latestFirst: KeysetOrder<AuthorityRequest> = { by: ['requestedAt', 'id'], direction: 'DESC' };

const filterFields: Readonly<Record<Exclude<keyof AuthorityRequestFilter, 'and' | 'or' | 'not'>, FilterField>> = {
  status: 'm.status',
  decisionType: 'm.decisionType',
  case: 'm.caseId',
  customer: ofFamily('m.customerId'),
  requester: 'm.requesterId',
  requestedAt: 'm.requestedAt',
};

const placeOf: Readonly<Record<Actor['reach'], string | null>> = {
  OWN: 'FALSE',
  TEAM: 'm.teamId = :teamId',
  SITE: 'm.siteId = :siteId',
  REGION: 'm.regionId = :regionId',
  ALL: null,
};

/** Who asked for something, and where they worked then. */
export type Asked = Pick<Matter, 'requestedBy' | 'requesterId' | 'teamId' | 'siteId' | 'regionId'>;

/**
 * Only what was asked for within the caller's reach; what somebody asked for themselves is always theirs to see. The query selects under the
 * alias `m`.
 */
export function withinReach<T extends ObjectLiteral & Asked>(
  query: SelectQueryBuilder<T>,
  { reach, subject, personId, teamId, siteId, regionId }: Actor,
): SelectQueryBuilder<T> {
  const place = placeOf[reach];
  if (place === null) return query;
  return query.andWhere(`(m.requestedBy = :subject OR m.requesterId = :personId OR ${place})`, {
    subject,
    personId: personId ?? null,
    teamId: teamId ?? null,
    siteId: siteId ?? null,
    regionId: regionId ?? null,
  });
}

const requestsOf = (manager: EntityManager, actor: Actor) =>
  withinReach(manager.createQueryBuilder(authorityRequestTable, 'm').where('TRUE'), actor);

const usesOf = (manager: EntityManager, actor: Actor) =>
  withinReach(manager.createQueryBuilder(authorityUseTable, 'm').where('TRUE'), actor);

/** A page of the requests, latest first. */
export function listRequests(
  manager: EntityManager,
  query: PageArgs & {
    readonly where?: AuthorityRequestFilter | null | undefined;
    readonly now: Date;
    readonly actor: Actor;
  },
): Promise<Connection<AuthorityRequest>> {
  const listed = requestsOf(manager, query.actor);
  applyFilter(listed, query.where as Filter | null | undefined, { fields: filterFields, now: query.now });
  return readPage(listed, latestFirst, query);
}

/** Loads requests by id. */
export const requestsById = byId(({ db, actor }) => requestsOf(db.manager, actor));

async function withEnds(manager: EntityManager, reserved: readonly UseReserved[]): Promise<Map<string, AuthorityUse>> {
  if (reserved.length === 0) return new Map();
  const ids = reserved.map(({ id }) => id);
  const ends = await manager
    .createQueryBuilder(authorityUseEndTable, 'e')
    .where('e.id = ANY (:ids)', { ids })
    .getMany();
  const byId = new Map(ends.map((end) => [end.id, end]));
  return new Map(reserved.map((each) => [each.id, { ...each, end: byId.get(each.id) ?? null }]));
}

/** Loads uses by id, as the ledger has them now. */
export const usesById: Batch<AuthorityUse> = async ({ db, actor }, ids) => {
  const reserved = await usesOf(db.manager, actor).andWhere('m.id = ANY (:ids)', { ids }).getMany();
  const byId = await withEnds(db.manager, reserved);
  return ids.map((id) => byId.get(id) ?? null);
};

/** One use as the ledger has it, read on this connection. */
export async function findUse(manager: EntityManager, actor: Actor, id: string): Promise<AuthorityUse | null> {
  const reserved = await usesOf(manager, actor).andWhere('m.id = :id', { id }).getMany();
  return (await withEnds(manager, reserved)).get(id) ?? null;
}

/** One request within the caller's reach, read on this connection. */
export function findRequest(manager: EntityManager, actor: Actor, id: string): Promise<AuthorityRequest | null> {
  return requestsOf(manager, actor).andWhere('m.id = :id', { id }).getOne();
}

/** One request within the caller's reach, locked until the transaction ends. */
export function lockRequest(manager: EntityManager, actor: Actor, id: string): Promise<AuthorityRequest | null> {
  return requestsOf(manager, actor).andWhere('m.id = :id', { id }).setLock('pessimistic_write').getOne();
}

/**
 * Keeps everyone else from deciding on what a decision on this matter adds up, until the transaction ends. Whoever is merged with its customer
 * is locked with them, and no merge is heard of meanwhile.
 */
export async function lockMatter(manager: EntityManager, matter: Matter, authorityOf: string): Promise<void> {
  const { customerId } = matter;
  if (customerId !== null) await holdFamilies(manager);
  const [customer = null] = await rootsOf(manager, customerId === null ? [] : [customerId]);
  await lockWords(manager, wordsOf(matter, authorityOf, customer));
}

/** Adds a reserve to the ledger. */
export async function addUse(manager: EntityManager, { end: _, ...reserved }: AuthorityUse): Promise<void> {
  await insertRows(manager, authorityUseTable, [reserved as UseReserved]);
}

/** Adds the entry that ends a use; false when it has one already. */
export async function addEnd(manager: EntityManager, end: UseEnd): Promise<boolean> {
  return (await insertRows(manager, authorityUseEndTable, [end], 'DO NOTHING')).length > 0;
}

/** Adds a request. */
export async function addRequest(manager: EntityManager, request: AuthorityRequest): Promise<void> {
  await insertRows(manager, authorityRequestTable, [request]);
}

/** Saves what was decided on a request that the caller has locked. */
export async function saveDecision(manager: EntityManager, request: AuthorityRequest): Promise<void> {
  const { id, status, decidedBy, deciderId, decidedAt, decisionReason, version } = request;
  const changed = { id, status, decidedBy, deciderId, decidedAt, decisionReason, version };
  await updateRows(manager, authorityRequestTable, [changed]);
}
