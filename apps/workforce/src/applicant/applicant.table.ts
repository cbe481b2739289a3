import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Applicant, ApplicantStep } from './applicant.ts';

const STATUSES = `('APPLIED', 'SHORTLISTED', 'OFFERED', 'HIRED', 'REJECTED', 'WITHDRAWN')`;

/** Where applicants are kept. */
export const applicantTable = new EntitySchema<Applicant>({
  name: 'Applicant',
  tableName: 'applicants',
  columns: {
    id: column.id(),
    openingId: column.reference('opening_id'),
    siteId: column.reference('site_id'),
    number: column.integer(),
    name: column.nullable(column.text()),
    email: column.nullable(column.text()),
    phone: column.nullable(column.text()),
    statement: column.nullable(column.text()),
    origin: column.text(),
    personId: column.nullable(column.reference('person_id')),
    status: column.text(),
    appliedAt: column.instant('applied_at'),
    namedAt: column.nullable(column.instant('named_at')),
    retainedUntil: column.nullable(column.day('retained_until')),
    erasedAt: column.nullable(column.instant('erased_at')),
    version: column.version(),
  } satisfies Record<keyof Applicant, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'applicants_opening_fkey', target: 'Opening', columnNames: ['openingId'], referencedColumnNames: ['id'] },
    { name: 'applicants_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
    { name: 'applicants_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
  ],
  uniques: [{ name: 'applicants_number_key', columns: ['openingId', 'number'] }],
  indices: [{ name: 'applicants_due', columns: ['retainedUntil'], where: `(erased_at IS NULL)` }],
  checks: [
    { name: 'applicants_origin_check', expression: `origin IN ('INTERNAL', 'REFERRAL', 'EXTERNAL')` },
    { name: 'applicants_status_check', expression: `status IN ${STATUSES}` },
  ],
});

/** Where the steps of applicants are kept. */
export const applicantStepTable = new EntitySchema<ApplicantStep>({
  name: 'ApplicantStep',
  tableName: 'applicant_steps',
  columns: {
    id: column.id(),
    applicantId: column.reference('applicant_id'),
    status: column.text(),
    at: column.instant(),
    byId: column.nullable(column.reference('by_id')),
    because: column.nullable(column.text()),
    note: column.nullable(column.text()),
  } satisfies Record<keyof ApplicantStep, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'applicant_steps_applicant_fkey',
      target: 'Applicant',
      columnNames: ['applicantId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'applicant_steps_applicant', columns: ['applicantId', 'at', 'id'] }],
  checks: [{ name: 'applicant_steps_status_check', expression: `status IN ${STATUSES}` }],
});
