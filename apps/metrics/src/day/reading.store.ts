import type { EntityManager, EntitySchema } from 'typeorm';
import { insertRows, reactionPart } from '@courtesy/persistence';
import type { KnownEvent } from '@courtesy/events';
import type { Audience, Authority, Reader, Reading } from './reading.ts';
import { audienceTable, authorityTable, readerTable, readingTable } from './reading.table.ts';

type Published = 'courtesy.bulletin.published.v1' | 'courtesy.brief.published.v1';

const readingOfBrief = ({ type, subject: subjectId, data }: KnownEvent<Published>): Reading => ({
  ...{ id: data.briefVersionId, kind: type === 'courtesy.brief.published.v1' ? 'PROMOTION' : 'BULLETIN', subjectId },
  ...{ audienceId: data.briefVersionId, number: data.number, title: data.title, hasQuiz: data.passMark !== null },
  ...{ liveFrom: new Date(data.liveFrom), liveUntil: data.liveUntil === null ? null : new Date(data.liveUntil) },
});

const readingOfPolicy = ({ subject, data }: KnownEvent<'courtesy.policy-version.approved.v1'>): Reading => ({
  ...{ id: subject, kind: 'POLICY', subjectId: data.policyId, audienceId: data.policyId, number: data.number },
  ...{ title: data.title, hasQuiz: false, liveFrom: new Date(data.effectiveFrom) },
  liveUntil: data.effectiveUntil === null ? null : new Date(data.effectiveUntil),
});

/** Writes rows down, the last of each id; one that is there already says anew what it is. */
async function upsert<T extends { readonly id: string }>(
  manager: EntityManager,
  table: EntitySchema<T>,
  rows: readonly T[],
): Promise<void> {
  const last = [...new Map(rows.map((row) => [row.id, row])).values()];
  const { columns } = manager.connection.getMetadata(table);
  const assignments = columns
    .filter(({ isPrimary }) => !isPrimary)
    .map(({ databaseName }) => `${databaseName} = excluded.${databaseName}`);
  await insertRows(manager, table, last, `(id) DO UPDATE SET ${assignments.join(', ')}`);
}

/** What ended, and when: versions that were withdrawn, bulletins and briefs that were cancelled. */
async function end(manager: EntityManager, of: 'id' | 'subject_id', ended: readonly (readonly [string, string])[]) {
  if (ended.length === 0) return;
  await manager.query(
    `UPDATE day_reading r SET live_until = LEAST(r.live_until, e.at)
     FROM unnest($1::text[], $2::timestamptz[]) AS e (id, at) WHERE r.${of} = e.id COLLATE "C"`,
    [ended.map(([id]) => id), ended.map(([, at]) => at)],
  );
}

/** Keeps what is to be read, for whom it is, and who has read it. A page costs a fixed number of statements. */
export const ofReadings = reactionPart(
  [
    'courtesy.policy-version.approved.v1',
    'courtesy.policy-version.withdrawn.v1',
    'courtesy.policy.audience-stated.v1',
    'courtesy.bulletin.published.v1',
    'courtesy.brief.published.v1',
    'courtesy.brief.cancelled.v1',
    'courtesy.policy-version.acknowledged.v1',
    'courtesy.brief.read.v1',
  ],
  async ({ manager }, events) => {
    const [readings, audiences, readers]: [Reading[], Audience[], Reader[]] = [[], [], []];
    const [withdrawn, cancelled]: [[string, string][], [string, string][]] = [[], []];
    const read = (versionId: string, personId: string) =>
      readers.push({ id: `${versionId}:${personId}`, versionId, personId });
    for (const event of events) {
      const { subject, type, data } = event;
      if (type === 'courtesy.policy.audience-stated.v1')
        audiences.push({ id: subject, roles: data.roles, siteIds: data.siteIds });
      else if (type === 'courtesy.policy-version.approved.v1') readings.push(readingOfPolicy(event));
      else if (type === 'courtesy.policy-version.withdrawn.v1') withdrawn.push([subject, data.withdrawnAt]);
      else if (type === 'courtesy.brief.cancelled.v1') cancelled.push([subject, data.cancelledAt]);
      else if (type === 'courtesy.policy-version.acknowledged.v1') read(data.policyVersionId, data.personId);
      else if (type === 'courtesy.brief.read.v1') read(data.briefVersionId, data.personId);
      else {
        readings.push(readingOfBrief(event));
        audiences.push({ id: event.data.briefVersionId, roles: event.data.roles, siteIds: event.data.siteIds });
      }
    }
    await upsert(manager, readingTable, readings);
    await upsert(manager, audienceTable, audiences);
    await upsert(manager, readerTable, readers);
    await end(manager, 'id', withdrawn);
    await end(manager, 'subject_id', cancelled);
  },
);

/** Keeps who may decide on how much money. */
export const ofAuthority = reactionPart(['courtesy.authority-grant.changed.v1'], async ({ manager }, events) => {
  const grants = new Map(events.map((event) => [event.subject, event]));
  const revoked = [...grants.values()].flatMap(({ subject, data }) => (data.revoked ? [subject] : []));
  const standing = [...grants.values()].flatMap(({ subject: id, data }): Authority[] => {
    const { decisionType, role, personId, siteId, currency, perCaseMinor, suspended: isSuspended } = data;
    const effectiveUntil = data.effectiveUntil === null ? null : new Date(data.effectiveUntil);
    const when = { effectiveFrom: new Date(data.effectiveFrom), effectiveUntil };
    const grant = { id, decisionType, role, personId, siteId, currency, perCaseMinor: BigInt(perCaseMinor) };
    return data.revoked ? [] : [{ ...grant, ...when, isSuspended }];
  });
  await upsert(manager, authorityTable, standing);
  if (revoked.length > 0) await manager.query(`DELETE FROM day_authority WHERE id = ANY ($1)`, [revoked]);
});
