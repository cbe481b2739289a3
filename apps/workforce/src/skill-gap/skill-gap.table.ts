import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { SkillGap, SkillGapEvidence } from './skill-gap.ts';

/** Where gaps are kept. */
export const skillGapTable = new EntitySchema<SkillGap>({
  name: 'SkillGap',
  tableName: 'skill_gaps',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    source: column.text(),
    scorecardId: column.nullable(column.reference('scorecard_id')),
    criterionKey: column.nullable(column.text('criterion_key')),
    criterionId: column.nullable(column.reference('criterion_id')),
    clauseId: column.nullable(column.reference('clause_id')),
    courseKey: column.nullable(column.text('course_key')),
    courseId: column.nullable(column.reference('course_id')),
    status: column.text(),
    failed: column.integer(),
    of: column.integer('of_all'),
    foundAt: column.instant('found_at'),
    mendedAt: column.nullable(column.instant('mended_at')),
    version: column.version(),
  } satisfies Record<keyof SkillGap, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'skill_gaps_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'skill_gaps_person', columns: ['personId', 'foundAt', 'id'] },
    { name: 'skill_gaps_found', columns: ['foundAt', 'id'] },
  ],
  checks: [
    {
      name: 'skill_gaps_source_check',
      expression: `source IN ('REVIEWS', 'POLICY_ERRORS', 'REOPENED_CASES', 'UPHELD_COMPLAINTS')`,
    },
    { name: 'skill_gaps_status_check', expression: `status IN ('OPEN', 'WITHDRAWN', 'MENDED')` },
  ],
});

/** Where what they rest on is kept. */
export const skillGapEvidenceTable = new EntitySchema<SkillGapEvidence>({
  name: 'SkillGapEvidence',
  tableName: 'skill_gap_evidence',
  columns: {
    id: column.id(),
    gapId: column.reference('gap_id'),
    kind: column.text(),
    evidenceId: column.reference('evidence_id'),
    addedAt: column.instant('added_at'),
    withdrawnAt: column.nullable(column.instant('withdrawn_at')),
  } satisfies Record<keyof SkillGapEvidence, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'skill_gap_evidence_gap_fkey',
      target: 'SkillGap',
      columnNames: ['gapId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'skill_gap_evidence_gap', columns: ['gapId', 'addedAt', 'id'] }],
  checks: [{ name: 'skill_gap_evidence_kind_check', expression: `kind IN ('REVIEW', 'CASE')` }],
});
