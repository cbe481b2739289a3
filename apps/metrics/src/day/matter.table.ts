import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Matter } from './matter.ts';

const figure = (name?: string): EntitySchemaColumnOptions => ({ type: 'double precision', ...(name && { name }) });

/** Where open matters are kept: those of every service, until they are cleared. */
export const matterTable = new EntitySchema<Matter>({
  name: 'DayMatter',
  tableName: 'day_matter',
  columns: {
    id: column.id(),
    kind: column.text(),
    subjectId: column.reference('subject_id'),
    caseId: column.nullable(column.reference('case_id')),
    siteId: column.nullable(column.reference('site_id')),
    teamId: column.nullable(column.reference('team_id')),
    personId: column.nullable(column.reference('person_id')),
    isEverywhere: column.boolean('is_everywhere'),
    forPersonId: column.nullable(column.reference('for_person_id')),
    forRole: column.nullable(column.text('for_role')),
    barredIds: column.json('barred_ids'),
    otherId: column.nullable(column.reference('other_id')),
    detail: column.nullable(column.text()),
    amountMinor: column.nullable(column.minorUnits('amount_minor')),
    currency: column.nullable(column.currency()),
    wanted: column.nullable(figure()),
    found: column.nullable(figure()),
    raisedAt: column.instant('raised_at'),
    riskAt: column.instant('risk_at'),
    dueAt: column.instant('due_at'),
    overAt: column.nullable(column.instant('over_at')),
  } satisfies Record<keyof Matter, EntitySchemaColumnOptions>,
  indices: [{ name: 'day_matter_risk', columns: ['kind', 'riskAt'] }],
});
