import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Offer } from './job-offer.ts';

/** Where offers are kept. */
export const jobOfferTable = new EntitySchema<Offer>({
  name: 'Offer',
  tableName: 'job_offers',
  columns: {
    id: column.id(),
    applicantId: column.reference('applicant_id'),
    requisitionId: column.reference('requisition_id'),
    payMinor: column.minorUnits('pay_minor'),
    currency: column.currency(),
    weeklyHours: column.duration('weekly_hours'),
    startsOn: column.day('starts_on'),
    expiresAt: column.instant('expires_at'),
    status: column.text(),
    overBudgetMinor: column.nullable(column.minorUnits('over_budget_minor')),
    madeById: column.nullable(column.reference('made_by_id')),
    madeAt: column.instant('made_at'),
    endedAt: column.nullable(column.instant('ended_at')),
    reason: column.nullable(column.text()),
    version: column.version(),
  } satisfies Record<keyof Offer, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'job_offers_applicant_fkey',
      target: 'Applicant',
      columnNames: ['applicantId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'job_offers_requisition_fkey',
      target: 'Requisition',
      columnNames: ['requisitionId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'job_offers_requisition', columns: ['requisitionId'] },
    { name: 'job_offers_due', columns: ['expiresAt'], where: `(status = 'AWAITING_ANSWER'::text)` },
    {
      name: 'job_offers_one_open',
      columns: ['applicantId'],
      unique: true,
      where: `(status = ANY (ARRAY['AWAITING_ANSWER'::text, 'ACCEPTED'::text]))`,
    },
  ],
  checks: [
    { name: 'job_offers_pay_check', expression: `pay_minor > 0` },
    {
      name: 'job_offers_status_check',
      expression: `status IN ('AWAITING_ANSWER', 'ACCEPTED', 'DECLINED', 'WITHDRAWN', 'EXPIRED')`,
    },
  ],
});
