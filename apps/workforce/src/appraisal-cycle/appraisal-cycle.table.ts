import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { AppraisalCycle, AppraisalFormula } from './appraisal-cycle.ts';

/** Where cycles are kept. */
export const appraisalCycleTable = new EntitySchema<AppraisalCycle>({
  name: 'AppraisalCycle',
  tableName: 'appraisal_cycles',
  columns: {
    id: column.id(),
    name: column.text(),
    siteId: column.reference('site_id'),
    from: column.day('from_day'),
    until: column.day('until_day'),
    formulaNumber: column.integer('formula_number'),
    version: column.version(),
  } satisfies Record<keyof AppraisalCycle, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'appraisal_cycles_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'appraisal_cycles_site', columns: ['siteId', 'from', 'id'] }],
  checks: [{ name: 'appraisal_cycles_span_check', expression: `until_day >= from_day` }],
});

/** Where formulas are kept. */
export const appraisalFormulaTable = new EntitySchema<AppraisalFormula>({
  name: 'AppraisalFormula',
  tableName: 'appraisal_formulas',
  columns: {
    id: column.id(),
    cycleId: column.reference('cycle_id'),
    number: column.integer(),
    components: column.json(),
    madeAt: column.instant('made_at'),
  } satisfies Record<keyof AppraisalFormula, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'appraisal_formulas_cycle_fkey',
      target: 'AppraisalCycle',
      columnNames: ['cycleId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'appraisal_formulas_number_key', columns: ['cycleId', 'number'] }],
});
