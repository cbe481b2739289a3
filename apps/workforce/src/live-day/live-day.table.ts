import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { LiveDayRules } from './live-day.ts';

/** Where the versions of rules of the live day are kept; a version never changes. */
export const liveDayRulesTable = new EntitySchema<LiveDayRules>({
  name: 'LiveDayRules',
  tableName: 'live_day_rules',
  columns: {
    id: column.id(),
    siteId: column.reference('site_id'),
    number: column.integer(),
    unreadBriefs: column.text('unread_briefs'),
    lookAheadMs: column.count('look_ahead_ms'),
    adoptedAt: column.instant('adopted_at'),
    adoptedById: column.nullable(column.reference('adopted_by_id')),
  } satisfies Record<keyof LiveDayRules, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'live_day_rules_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
  ],
  uniques: [{ name: 'live_day_rules_number_key', columns: ['siteId', 'number'] }],
  checks: [{ name: 'live_day_rules_unread_check', expression: `unread_briefs IN ('BLOCK', 'FLAG')` }],
});
