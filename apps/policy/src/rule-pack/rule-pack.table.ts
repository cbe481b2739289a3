import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { RulePackInstallation } from './rule-pack.ts';

/** Which packs were installed, and what they brought; the app role may add and read. */
export const rulePackInstallationTable = new EntitySchema<RulePackInstallation>({
  name: 'RulePackInstallation',
  tableName: 'rule_pack_installations',
  columns: {
    id: column.id(),
    policyId: column.reference('policy_id'),
    policyVersionId: column.reference('policy_version_id'),
    decisionTableIds: column.json('decision_table_ids'),
    decisionTableVersionIds: column.json('decision_table_version_ids'),
    schemeId: column.nullable(column.reference('scheme_id')),
    schemeVersionId: column.nullable(column.reference('scheme_version_id')),
    installedBy: column.text('installed_by'),
    installerId: column.nullable(column.reference('installer_id')),
    installedAt: column.instant('installed_at'),
  } satisfies Record<keyof RulePackInstallation, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'rule_pack_installations_policy_fkey',
      target: 'Policy',
      columnNames: ['policyId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'rule_pack_installations_scheme_fkey',
      target: 'CompensationScheme',
      columnNames: ['schemeId'],
      referencedColumnNames: ['id'],
    },
  ],
});
