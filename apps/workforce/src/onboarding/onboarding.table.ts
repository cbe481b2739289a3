import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { OnboardingPlan } from './onboarding.ts';

/** Where it is kept how new people grow into their work. */
export const onboardingPlanTable = new EntitySchema<OnboardingPlan>({
  name: 'OnboardingPlan',
  tableName: 'onboarding_plans',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    buddyId: column.nullable(column.reference('buddy_id')),
    startsOn: column.day('starts_on'),
    probationEndsOn: column.day('probation_ends_on'),
    steps: column.json(),
    activities: column.json(),
    passedAt: column.nullable(column.instant('passed_at')),
    passedById: column.nullable(column.reference('passed_by_id')),
    begunAt: column.instant('begun_at'),
    version: column.version(),
  } satisfies Record<keyof OnboardingPlan, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'onboarding_plans_person_fkey',
      target: 'Person',
      columnNames: ['personId'],
      referencedColumnNames: ['id'],
    },
    { name: 'onboarding_plans_buddy_fkey', target: 'Person', columnNames: ['buddyId'], referencedColumnNames: ['id'] },
  ],
  uniques: [{ name: 'onboarding_plans_person_key', columns: ['personId'] }],
  checks: [{ name: 'onboarding_plans_buddy_check', expression: `buddy_id <> person_id` }],
});
