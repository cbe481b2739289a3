import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import { effectColumns } from '../policy/effect.table.ts';
import type { BriefVersion, StaffBrief } from './brief.ts';

/** Where bulletins and promotion briefs are kept. */
export const briefTable = new EntitySchema<StaffBrief>({
  name: 'StaffBrief',
  tableName: 'briefs',
  columns: {
    id: column.id(),
    kind: column.text(),
    title: column.text(),
    product: column.nullable(column.text()),
    reviewBy: column.nullable(column.instant('review_by')),
    cancelledAt: column.nullable(column.instant('cancelled_at')),
    cancellationReason: column.nullable(column.text('cancellation_reason')),
    version: column.version(),
  } satisfies Record<keyof StaffBrief, EntitySchemaColumnOptions>,
  checks: [
    { name: 'briefs_kind_check', expression: `kind IN ('BULLETIN', 'PROMOTION')` },
    { name: 'briefs_product_check', expression: `(kind = 'BULLETIN') = (product IS NOT NULL)` },
    {
      name: 'briefs_cancellation_check',
      expression: `(cancelled_at IS NULL) = (cancellation_reason IS NULL)`,
    },
  ],
});

/** Where their versions are kept; once published, the database lets only their withdrawal be written. */
export const briefVersionTable = new EntitySchema<BriefVersion>({
  name: 'BriefVersion',
  tableName: 'brief_versions',
  columns: {
    id: column.id(),
    briefId: column.reference('brief_id'),
    number: column.integer(),
    status: column.text(),
    message: column.text(),
    tellCustomers: column.nullable(column.text('tell_customers')),
    terms: column.nullable(column.text()),
    faqs: column.json(),
    audienceRoles: column.json('audience_roles'),
    audienceSiteIds: column.json('audience_site_ids'),
    mustReadBeforeShift: column.boolean('must_read_before_shift'),
    quiz: column.nullable(column.json()),
    authorId: column.nullable(column.reference('author_id')),
    ...effectColumns,
  } satisfies Record<keyof BriefVersion, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'brief_versions_brief_fkey',
      target: 'StaffBrief',
      columnNames: ['briefId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'brief_versions_number_key', columns: ['briefId', 'number'] }],
  indices: [
    { name: 'brief_versions_effect', columns: ['briefId', 'effectiveFrom'] },
    { name: 'brief_versions_live', columns: ['effectiveFrom', 'id'], where: 'approved_at IS NOT NULL' },
  ],
  checks: [
    { name: 'brief_versions_status_check', expression: `status IN ('DRAFT', 'APPROVED', 'WITHDRAWN')` },
    {
      name: 'brief_versions_published_check',
      expression: `(status <> 'APPROVED' OR approved_at IS NOT NULL) AND (approved_at IS NULL OR effective_from >= approved_at)`,
    },
    { name: 'brief_versions_effective_check', expression: `ends_at > effective_from` },
    { name: 'brief_versions_withdrawal_check', expression: `(status = 'WITHDRAWN') = (withdrawn_at IS NOT NULL)` },
  ],
});
