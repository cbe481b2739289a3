import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { BackTest } from './back-test.ts';
import type { BackTestChange } from './reckoning.ts';

/** Where back-tests are kept, with what was asked for, so that a restart takes them up again. */
export const backTestTable = new EntitySchema<BackTest>({
  name: 'BackTest',
  tableName: 'back_tests',
  columns: {
    id: column.id(),
    decisionTableVersionId: column.nullable(column.reference('decision_table_version_id')),
    rules: column.nullable(column.json()),
    grantId: column.nullable(column.reference('grant_id')),
    limits: column.nullable(column.json()),
    terms: column.json(),
    from: column.instant('from_at'),
    until: column.instant('until_at'),
    status: column.text(),
    requestedAt: column.instant('requested_at'),
    requestedBy: column.text('requested_by'),
    requesterId: column.nullable(column.reference('requester_id')),
    reach: column.text(),
    teamId: column.nullable(column.reference('team_id')),
    siteId: column.nullable(column.reference('site_id')),
    regionId: column.nullable(column.reference('region_id')),
    weighed: column.integer(),
    claimedUntil: column.nullable(column.instant('claimed_until')),
    outcome: column.nullable(column.json()),
    failure: column.nullable(column.text()),
    finishedAt: column.nullable(column.instant('finished_at')),
    version: column.version(),
  } satisfies Record<keyof BackTest, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'back_tests_version_fkey',
      target: 'DecisionTableVersion',
      columnNames: ['decisionTableVersionId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'back_tests_grant_fkey',
      target: 'AuthorityGrant',
      columnNames: ['grantId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'back_tests_version', columns: ['decisionTableVersionId', 'requestedAt', 'id'] },
    { name: 'back_tests_grant', columns: ['grantId', 'requestedAt', 'id'] },
    { name: 'back_tests_waiting', columns: ['requestedAt', 'id'], where: `(status = 'RUNNING'::text)` },
  ],
  checks: [
    { name: 'back_tests_status_check', expression: `status IN ('RUNNING', 'DONE', 'FAILED')` },
    { name: 'back_tests_span_check', expression: `until_at > from_at` },
    {
      name: 'back_tests_what_check',
      expression: `(rules IS NULL) = (decision_table_version_id IS NULL) AND (limits IS NULL) = (grant_id IS NULL) AND num_nonnulls(rules, limits) = 1`,
    },
  ],
});

/** What comes out otherwise by a test; only ever added to. */
export const backTestChangeTable = new EntitySchema<BackTestChange>({
  name: 'BackTestChange',
  tableName: 'back_test_changes',
  columns: {
    backTestId: { ...column.reference('back_test_id'), primary: true },
    id: column.id(),
    kind: column.text(),
    customerId: column.nullable(column.reference('customer_id')),
    before: column.text('outcome_before'),
    after: column.nullable(column.text('outcome_after')),
    givenBefore: column.nullable(column.minorUnits('given_before')),
    givenAfter: column.nullable(column.minorUnits('given_after')),
    isVulnerable: column.nullable(column.boolean('is_vulnerable')),
    reason: column.nullable(column.text()),
  } satisfies Record<keyof BackTestChange, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'back_test_changes_test_fkey',
      target: 'BackTest',
      columnNames: ['backTestId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'back_test_changes_kind', columns: ['backTestId', 'kind', 'id'] }],
  checks: [{ name: 'back_test_changes_kind_check', expression: `kind IN ('FLIP', 'AMOUNT', 'UNJUDGED')` }],
});
