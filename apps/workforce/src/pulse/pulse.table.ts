import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Pulse, PulseComment, PulsePerson, PulseTally } from './pulse.ts';

const ofPulse = (table: string) => ({
  name: `${table}_pulse_fkey`,
  ...{ target: 'Pulse', columnNames: ['pulseId'], referencedColumnNames: ['id'] },
});

/** Where pulses are kept. */
export const pulseTable = new EntitySchema<Pulse>({
  name: 'Pulse',
  tableName: 'pulses',
  columns: {
    id: column.id(),
    title: column.text(),
    siteId: column.reference('site_id'),
    teamId: column.nullable(column.reference('team_id')),
    questions: column.json(),
    asked: column.integer(),
    openedAt: column.instant('opened_at'),
    closesAt: column.instant('closes_at'),
    closedAt: column.nullable(column.instant('closed_at')),
  } satisfies Record<keyof Pulse, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'pulses_site_fkey', target: 'Site', columnNames: ['siteId'], referencedColumnNames: ['id'] },
    { name: 'pulses_team_fkey', target: 'Team', columnNames: ['teamId'], referencedColumnNames: ['id'] },
  ],
  indices: [
    { name: 'pulses_site', columns: ['siteId', 'openedAt', 'id'] },
    { name: 'pulses_open', columns: ['closesAt'], where: `(closed_at IS NULL)` },
  ],
  checks: [{ name: 'pulses_span_check', expression: `closes_at > opened_at` }],
});

/** Where it is kept who is asked and who answered: apart from what was answered. */
export const pulsePersonTable = new EntitySchema<PulsePerson>({
  name: 'PulsePerson',
  tableName: 'pulse_people',
  columns: {
    id: column.id(),
    pulseId: column.reference('pulse_id'),
    personId: column.reference('person_id'),
    teamId: column.nullable(column.reference('team_id')),
    hasAnswered: column.boolean('has_answered'),
  } satisfies Record<keyof PulsePerson, EntitySchemaColumnOptions>,
  foreignKeys: [ofPulse('pulse_people')],
  uniques: [{ name: 'pulse_people_once', columns: ['pulseId', 'personId'] }],
});

/** Where answers are counted; none is kept by itself. */
export const pulseTallyTable = new EntitySchema<PulseTally>({
  name: 'PulseTally',
  tableName: 'pulse_tallies',
  columns: {
    id: column.id(),
    pulseId: column.reference('pulse_id'),
    teamId: column.nullable(column.reference('team_id')),
    question: column.text(),
    value: column.integer(),
    answers: column.integer(),
  } satisfies Record<keyof PulseTally, EntitySchemaColumnOptions>,
  foreignKeys: [ofPulse('pulse_tallies')],
  uniques: [{ name: 'pulse_tallies_once', columns: ['pulseId', 'teamId', 'question', 'value'] }],
});

/** Where comments are kept. */
export const pulseCommentTable = new EntitySchema<PulseComment>({
  name: 'PulseComment',
  tableName: 'pulse_comments',
  columns: {
    id: column.id(),
    pulseId: column.reference('pulse_id'),
    text: column.text(),
  } satisfies Record<keyof PulseComment, EntitySchemaColumnOptions>,
  foreignKeys: [ofPulse('pulse_comments')],
  indices: [{ name: 'pulse_comments_pulse', columns: ['pulseId', 'id'] }],
});
