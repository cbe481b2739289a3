import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Certificate, PersonSkill, Skill } from './skill.ts';

/** Where skills are kept. */
export const skillTable = new EntitySchema<Skill>({
  name: 'Skill',
  tableName: 'skills',
  columns: {
    id: column.id(),
    key: column.text(),
    name: column.text(),
    needsCertificate: column.boolean('needs_certificate'),
    warnDays: column.integer('warn_days'),
    retiredAt: column.nullable(column.instant('retired_at')),
    version: column.version(),
  } satisfies Record<keyof Skill, EntitySchemaColumnOptions>,
  uniques: [{ name: 'skills_key_key', columns: ['key'] }],
});

/** Where certificates are kept. */
export const certificateTable = new EntitySchema<Certificate>({
  name: 'Certificate',
  tableName: 'certificates',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    skillId: column.reference('skill_id'),
    issuer: column.text(),
    reference: column.nullable(column.text()),
    issuedOn: column.day('issued_on'),
    validTo: column.day('valid_to'),
    expiresAt: column.instant('expires_at'),
    revokedAt: column.nullable(column.instant('revoked_at')),
    revokedReason: column.nullable(column.text('revoked_reason')),
    version: column.version(),
  } satisfies Record<keyof Certificate, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'certificates_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
    { name: 'certificates_skill_fkey', target: 'Skill', columnNames: ['skillId'], referencedColumnNames: ['id'] },
  ],
  indices: [{ name: 'certificates_person', columns: ['personId', 'expiresAt', 'id'] }],
  checks: [{ name: 'certificates_span_check', expression: `valid_to >= issued_on` }],
});

/** Where it is kept who has what skill when. */
export const personSkillTable = new EntitySchema<PersonSkill>({
  name: 'PersonSkill',
  tableName: 'person_skills',
  columns: {
    id: column.id(),
    personId: column.reference('person_id'),
    skillId: column.reference('skill_id'),
    level: column.integer(),
    since: column.instant(),
    until: column.nullable(column.instant('until_at')),
    endedBecause: column.nullable(column.text('ended_because')),
    certificateId: column.nullable(column.reference('certificate_id')),
    evidence: column.nullable(column.text()),
  } satisfies Record<keyof PersonSkill, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'person_skills_person_fkey', target: 'Person', columnNames: ['personId'], referencedColumnNames: ['id'] },
    { name: 'person_skills_skill_fkey', target: 'Skill', columnNames: ['skillId'], referencedColumnNames: ['id'] },
    {
      name: 'person_skills_certificate_fkey',
      target: 'Certificate',
      columnNames: ['certificateId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'person_skills_person', columns: ['personId', 'skillId', 'since'] },
    { name: 'person_skills_holders', columns: ['skillId', 'level', 'id'] },
    { name: 'person_skills_due', columns: ['until'], where: `(ended_because IS NULL)` },
    { name: 'person_skills_one', columns: ['personId', 'skillId'], unique: true, where: `(ended_because IS NULL)` },
  ],
  checks: [
    { name: 'person_skills_level_check', expression: `level >= 1 AND level <= 5` },
    { name: 'person_skills_span_check', expression: `until_at >= since` },
    {
      name: 'person_skills_end_check',
      expression: `ended_because IN ('EXPIRED', 'REVOKED', 'LEFT', 'RENEWED')`,
    },
  ],
});
