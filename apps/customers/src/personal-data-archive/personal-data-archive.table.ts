import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { PersonalDataArchive } from './personal-data-archive.ts';

/** Where it is kept what was gathered for which request; the pieces themselves stand beside it. */
export const personalDataArchiveTable = new EntitySchema<PersonalDataArchive>({
  name: 'PersonalDataArchive',
  tableName: 'personal_data_archives',
  columns: {
    id: column.id(),
    requestId: column.reference('request_id'),
    customerId: column.reference('customer_id'),
    begunAt: column.instant('begun_at'),
    readyAt: column.nullable(column.instant('ready_at')),
    expiresAt: column.nullable(column.instant('expires_at')),
    size: column.nullable(column.integer()),
    sha256: column.nullable(column.text()),
    attempts: column.integer(),
    lastError: column.nullable(column.text('last_error')),
    nextTryAt: column.nullable(column.instant('next_try_at')),
  } satisfies Record<keyof PersonalDataArchive, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      ...{ name: 'personal_data_archives_request_fkey', target: 'DataSubjectRequest' },
      ...{ columnNames: ['requestId'], referencedColumnNames: ['id'] },
    },
  ],
  uniques: [{ name: 'personal_data_archives_request_key', columns: ['requestId'] }],
  indices: [{ name: 'personal_data_archives_next', columns: ['nextTryAt'], where: 'next_try_at IS NOT NULL' }],
});
