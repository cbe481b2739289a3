import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';

/** That somebody has a skill from one instant until before another, as the workforce service announced it. */
export interface SkillHeld {
  readonly personId: string;
  readonly skillId: string;
  readonly since: Date;
  /** Exclusive; null while nothing ends it. */
  readonly until: Date | null;
}

/** Where it is kept who has which skill when. */
export const skillHeldTable = new EntitySchema<SkillHeld>({
  name: 'SkillHeld',
  tableName: 'person_skill_copy',
  columns: {
    personId: { ...column.reference('person_id'), primary: true },
    skillId: { ...column.reference('skill_id'), primary: true },
    since: { ...column.instant(), primary: true },
    until: column.nullable(column.instant('until_at')),
  } satisfies Record<keyof SkillHeld, EntitySchemaColumnOptions>,
});
