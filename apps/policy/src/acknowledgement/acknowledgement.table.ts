import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Acknowledgement, AudienceMember } from './acknowledgement.ts';

/** Where acknowledgements are kept; the app role may add and read, nothing else. */
export const acknowledgementTable = new EntitySchema<Acknowledgement>({
  name: 'Acknowledgement',
  tableName: 'acknowledgements',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    policyVersionId: column.reference('policy_version_id'),
    method: column.text(),
    quizScore: column.nullable(column.integer('quiz_score')),
    acknowledgedAt: column.instant('acknowledged_at'),
    recordedAt: column.instant('recorded_at'),
    recordedBy: column.text('recorded_by'),
  } satisfies Record<keyof Acknowledgement, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'acknowledgements_version_fkey',
      target: 'PolicyVersion',
      columnNames: ['policyVersionId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'acknowledgements_person_key', columns: ['policyVersionId', 'personId'] }],
  indices: [
    { name: 'acknowledgements_of_version', columns: ['policyVersionId', 'id'] },
    { name: 'acknowledgements_of_person', columns: ['personId', 'id'] },
  ],
  checks: [
    {
      name: 'acknowledgements_method_check',
      expression: `method IN ('READ', 'QUIZ', 'BRIEFING', 'SIGNATURE')`,
    },
    {
      name: 'acknowledgements_score_check',
      expression: `(method = 'QUIZ') = (quiz_score IS NOT NULL) AND quiz_score BETWEEN 0 AND 100`,
    },
  ],
});

/** The copy of people, kept by the reaction to the workforce service's feed. */
export const personCopyTable = new EntitySchema<AudienceMember>({
  name: 'AudienceMember',
  tableName: 'person_copy',
  columns: {
    id: column.id(),
    jobRole: column.text('role'),
    siteId: column.reference('site_id'),
    teamId: column.nullable(column.reference('team_id')),
    leftAt: column.nullable(column.instant('left_at')),
  } satisfies Record<keyof AudienceMember, EntitySchemaColumnOptions>,
});
