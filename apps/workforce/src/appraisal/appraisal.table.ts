import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Appraisal, AppraisalAppeal, KeptScore } from './appraisal.ts';

/** Where appraisals are kept. */
export const appraisalTable = new EntitySchema<Appraisal>({
  name: 'Appraisal',
  tableName: 'appraisals',
  columns: {
    id: column.id(),
    cycleId: column.reference('cycle_id'),
    personId: column.reference('person_id'),
    appraiserId: column.reference('appraiser_id'),
    peerIds: column.json('peer_ids'),
    formulaNumber: column.integer('formula_number'),
    status: column.text(),
    begunAt: column.instant('begun_at'),
    completedAt: column.nullable(column.instant('completed_at')),
    signedAt: column.nullable(column.instant('signed_at')),
    supersedesId: column.nullable(column.reference('supersedes_id')),
    version: column.version(),
  } satisfies Record<keyof Appraisal, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'appraisals_formula_fkey',
      target: 'AppraisalFormula',
      columnNames: ['cycleId', 'formulaNumber'],
      referencedColumnNames: ['cycleId', 'number'],
    },
    { name: 'appraisals_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
    {
      name: 'appraisals_appraiser_fkey',
      target: 'Person',
      columnNames: ['appraiserId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'appraisals_supersedes_fkey',
      target: 'Appraisal',
      columnNames: ['supersedesId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'appraisals_person', columns: ['personId', 'begunAt', 'id'] },
    { name: 'appraisals_cycle', columns: ['cycleId', 'begunAt', 'id'] },
    {
      name: 'appraisals_once',
      columns: ['cycleId', 'personId'],
      unique: true,
      where: `(supersedes_id IS NULL)`,
    },
    { name: 'appraisals_supersedes', columns: ['supersedesId'], unique: true, where: `(supersedes_id IS NOT NULL)` },
  ],
  checks: [
    { name: 'appraisals_status_check', expression: `status IN ('DRAFT', 'SELF', 'MANAGER', 'SIGNED', 'APPEALED')` },
    { name: 'appraisals_appraiser_check', expression: `appraiser_id <> person_id` },
  ],
});

/** Where scores are kept; rows are only ever added. */
export const appraisalScoreTable = new EntitySchema<KeptScore>({
  name: 'AppraisalScore',
  tableName: 'appraisal_scores',
  columns: {
    id: column.id(),
    appraisalId: column.reference('appraisal_id'),
    component: column.text(),
    hundredths: column.integer(),
    comment: column.text(),
    evidence: column.json(),
    byId: column.reference('by_id'),
    scoredAt: column.instant('scored_at'),
  } satisfies Record<keyof KeptScore, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'appraisal_scores_appraisal_fkey',
      target: 'Appraisal',
      columnNames: ['appraisalId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'appraisal_scores_appraisal', columns: ['appraisalId', 'scoredAt', 'id'] }],
  checks: [{ name: 'appraisal_scores_range_check', expression: `hundredths >= 0 AND hundredths <= 10000` }],
});

/** Where appeals are kept. */
export const appraisalAppealTable = new EntitySchema<AppraisalAppeal>({
  name: 'AppraisalAppeal',
  tableName: 'appraisal_appeals',
  columns: {
    id: column.id(),
    appraisalId: column.reference('appraisal_id'),
    reason: column.text(),
    madeAt: column.instant('made_at'),
    outcome: column.nullable(column.text()),
    outcomeReason: column.nullable(column.text('outcome_reason')),
    decidedById: column.nullable(column.reference('decided_by_id')),
    decidedAt: column.nullable(column.instant('decided_at')),
  } satisfies Record<keyof AppraisalAppeal, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'appraisal_appeals_appraisal_fkey',
      target: 'Appraisal',
      columnNames: ['appraisalId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'appraisal_appeals_once', columns: ['appraisalId'] }],
  checks: [{ name: 'appraisal_appeals_outcome_check', expression: `outcome IN ('UPHELD', 'REJECTED')` }],
});
