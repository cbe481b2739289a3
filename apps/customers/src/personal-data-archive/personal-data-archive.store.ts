import type { EntityManager } from 'typeorm';
import { insertRows, updateRows } from '@courtesy/persistence';
import type { Batch } from '@courtesy/subgraph';
import { SOURCES, type PersonalDataArchive, type Source } from './personal-data-archive.ts';
import { personalDataArchiveTable } from './personal-data-archive.table.ts';

/** Loads what was gathered for requests, which the caller has seen. */
export const archivesOfRequests: Batch<PersonalDataArchive> = async ({ db }, requestIds) => {
  const found = await db.manager
    .createQueryBuilder(personalDataArchiveTable, 'a')
    .where('a.requestId = ANY (:requestIds)', { requestIds })
    .getMany();
  const byRequest = new Map(found.map((archive) => [archive.requestId, archive]));
  return requestIds.map((id) => byRequest.get(id) ?? null);
};

/** What was gathered for a request, whose lock the caller holds. */
export const archiveOf = (manager: EntityManager, requestId: string): Promise<PersonalDataArchive | null> =>
  manager.createQueryBuilder(personalDataArchiveTable, 'a').where('a.requestId = :requestId', { requestId }).getOne();

/** One that can be fetched now, whoever asks: they have shown a ticket. Null when its time is over or its customer was erased. */
export const findReady = (manager: EntityManager, id: string, now: Date): Promise<PersonalDataArchive | null> =>
  manager
    .createQueryBuilder(personalDataArchiveTable, 'a')
    .where('a.id = :id AND a.readyAt IS NOT NULL AND a.expiresAt > :now', { id, now })
    .andWhere(`NOT EXISTS (SELECT 1 FROM customers c WHERE c.id = customer_root(a.customerId) AND c.status = 'ERASED')`)
    .getOne();

/** Adds an archive of which nothing is gathered yet. */
export async function addArchive(manager: EntityManager, archive: PersonalDataArchive): Promise<void> {
  await insertRows(manager, personalDataArchiveTable, [archive]);
}

/** Overwrites an archive. */
export async function saveArchive(manager: EntityManager, archive: PersonalDataArchive): Promise<void> {
  await updateRows(manager, personalDataArchiveTable, [archive]);
}

/** Forgets what was gathered. */
export async function forgetPieces(manager: EntityManager, archiveId: string): Promise<void> {
  await manager.query(`DELETE FROM personal_data_pieces WHERE archive_id = $1`, [archiveId]);
}

/** The last piece that was gathered from a service. */
export interface LastPiece {
  readonly number: number;
  /** Where the next one begins; null when it was the last of all. */
  readonly endCursor: string | null;
}

/** How far each service has been gathered from. */
export async function lastPieces(manager: EntityManager, archiveId: string): Promise<Map<Source, LastPiece>> {
  const rows = await manager.query<(LastPiece & { readonly service: Source })[]>(
    `SELECT DISTINCT ON (service) service, number, end_cursor AS "endCursor" FROM personal_data_pieces
     WHERE archive_id = $1 ORDER BY service, number DESC`,
    [archiveId],
  );
  return new Map(rows.map(({ service, ...last }) => [service, last]));
}

/** Keeps a piece; one that is there already stays as it is. */
export async function addPiece(
  manager: EntityManager,
  { archiveId, service }: { readonly archiveId: string; readonly service: Source },
  piece: LastPiece & { readonly content: string },
): Promise<void> {
  await manager.query(
    `INSERT INTO personal_data_pieces (archive_id, service, number, content, end_cursor) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [archiveId, service, piece.number, Buffer.from(piece.content), piece.endCursor],
  );
}

/** The document, piece by piece; never more than one of them is in memory. The same bytes whenever it is read. */
export async function* readArchive(manager: EntityManager, archive: PersonalDataArchive): AsyncGenerator<Buffer> {
  const { id, requestId, customerId, begunAt } = archive;
  const head = JSON.stringify({ customer: customerId, request: requestId, gatheredAt: begunAt.toISOString() });
  yield Buffer.from(head.slice(0, -1));
  for (const service of SOURCES) {
    yield Buffer.from(`,"${service}":[`);
    for (let number = 0, isFirst = true; ; number += 1) {
      const [piece] = await manager.query<{ content: Buffer }[]>(
        `SELECT content FROM personal_data_pieces WHERE archive_id = $1 AND service = $2 AND number = $3`,
        [id, service, number],
      );
      if (!piece) break;
      if (piece.content.length === 0) continue;
      yield isFirst ? piece.content : Buffer.concat([Buffer.from(','), piece.content]);
      isFirst = false;
    }
    yield Buffer.from(']');
  }
  yield Buffer.from('}\n');
}
