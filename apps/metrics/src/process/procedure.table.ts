import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ProcedureVersion } from './procedure.ts';

/** Where declared procedures are kept. None is ever changed or taken away. */
export const procedureTable = new EntitySchema<ProcedureVersion>({
  name: 'ProcedureVersion',
  tableName: 'procedure_versions',
  columns: {
    id: column.id(),
    name: column.text(),
    number: column.integer(),
    steps: column.json(),
    policyVersionId: column.nullable(column.reference('policy_version_id')),
    declaredById: column.nullable(column.reference('declared_by_id')),
    declaredAt: column.instant('declared_at'),
  } satisfies Record<keyof ProcedureVersion, EntitySchemaColumnOptions>,
  indices: [{ name: 'procedure_versions_name', columns: ['name', 'number'], unique: true }],
});
