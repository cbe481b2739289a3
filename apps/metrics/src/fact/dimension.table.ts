import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';

/** What is known of a customer here. A case may come before its customer: the feeds of two services keep no common order. */
export interface CustomerCopy {
  readonly id: string;
  /** State, province or county of the postal address, when known. */
  readonly territory: string | null;
}

/** What is known of a region here. */
export interface RegionCopy {
  readonly id: string;
  readonly name: string;
}

/** What is known of a site here. */
export interface SiteCopy {
  readonly id: string;
  readonly name: string;
  readonly regionId: string;
}

/** What is known of a team here. */
export interface TeamCopy {
  readonly id: string;
  readonly name: string;
  readonly siteId: string;
}

/** What is known of a person here. */
export interface PersonCopy {
  readonly id: string;
  readonly name: string;
  /** Where they work now, or did last. */
  readonly siteId: string | null;
  readonly teamId: string | null;
}

/** Where copies of customers are kept. */
export const customerCopyTable = new EntitySchema<CustomerCopy>({
  name: 'CustomerCopy',
  tableName: 'customer_copy',
  columns: { id: column.id(), territory: column.nullable(column.text()) } satisfies Record<
    keyof CustomerCopy,
    EntitySchemaColumnOptions
  >,
});

/** Where copies of regions are kept. */
export const regionCopyTable = new EntitySchema<RegionCopy>({
  name: 'RegionCopy',
  tableName: 'region_copy',
  columns: { id: column.id(), name: column.text() } satisfies Record<keyof RegionCopy, EntitySchemaColumnOptions>,
});

/** Where copies of sites are kept. */
export const siteCopyTable = new EntitySchema<SiteCopy>({
  name: 'SiteCopy',
  tableName: 'site_copy',
  columns: { id: column.id(), name: column.text(), regionId: column.reference('region_id') } satisfies Record<
    keyof SiteCopy,
    EntitySchemaColumnOptions
  >,
  indices: [{ name: 'site_copy_region', columns: ['regionId'] }],
});

/** Where copies of teams are kept. */
export const teamCopyTable = new EntitySchema<TeamCopy>({
  name: 'TeamCopy',
  tableName: 'team_copy',
  columns: { id: column.id(), name: column.text(), siteId: column.reference('site_id') } satisfies Record<
    keyof TeamCopy,
    EntitySchemaColumnOptions
  >,
});

/** Where copies of people are kept. */
export const personCopyTable = new EntitySchema<PersonCopy>({
  name: 'PersonCopy',
  tableName: 'person_copy',
  columns: {
    id: column.id(),
    name: column.text(),
    siteId: column.nullable(column.reference('site_id')),
    teamId: column.nullable(column.reference('team_id')),
  } satisfies Record<keyof PersonCopy, EntitySchemaColumnOptions>,
});
