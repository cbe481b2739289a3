import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { Checklist, ChecklistItem, ChecklistMark } from './checklist.ts';
import type { ChecklistTemplate, ChecklistTemplateVersion } from './template.ts';

const written = {
  title: column.text(),
  caseType: column.text('case_type'),
  atOpening: column.boolean('at_opening'),
  items: column.json(),
  writtenBy: column.text('written_by'),
  writtenAt: column.instant('written_at'),
  version: column.version(),
};

/** Where templates of checklists are kept as they stand. */
export const checklistTemplateTable = new EntitySchema<ChecklistTemplate>({
  name: 'ChecklistTemplate',
  tableName: 'checklist_templates',
  columns: {
    id: column.id(),
    ...written,
    retiredAt: column.nullable(column.instant('retired_at')),
  } satisfies Record<keyof ChecklistTemplate, EntitySchemaColumnOptions>,
  indices: [{ name: 'checklist_templates_type', columns: ['caseType', 'id'] }],
});

/** Where each version of a template is kept for ever. */
export const checklistTemplateVersionTable = new EntitySchema<ChecklistTemplateVersion>({
  name: 'ChecklistTemplateVersion',
  tableName: 'checklist_template_versions',
  columns: {
    id: column.id(),
    templateId: column.reference('template_id'),
    ...written,
  } satisfies Record<keyof ChecklistTemplateVersion, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'checklist_template_versions_template_fkey',
      target: 'ChecklistTemplate',
      columnNames: ['templateId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'checklist_template_versions_key', columns: ['templateId', 'version'] }],
});

/** Where the checklists of cases are kept. */
export const checklistTable = new EntitySchema<Checklist>({
  name: 'Checklist',
  tableName: 'checklists',
  columns: {
    id: column.id(),
    caseId: column.reference('case_id'),
    templateId: column.reference('template_id'),
    templateVersion: column.integer('template_version'),
    title: column.text(),
    attachedBy: column.text('attached_by'),
    attachedAt: column.instant('attached_at'),
  } satisfies Record<keyof Checklist, EntitySchemaColumnOptions>,
  foreignKeys: [
    { name: 'checklists_case_fkey', target: 'Case', columnNames: ['caseId'], referencedColumnNames: ['id'] },
    {
      name: 'checklists_template_fkey',
      target: 'ChecklistTemplate',
      columnNames: ['templateId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'checklists_once_key', columns: ['caseId', 'templateId'] }],
});

/** Where the items of checklists are kept as they stand. */
export const checklistItemTable = new EntitySchema<ChecklistItem>({
  name: 'ChecklistItem',
  tableName: 'checklist_items',
  columns: {
    id: column.id(),
    checklistId: column.reference('checklist_id'),
    caseId: column.reference('case_id'),
    position: column.integer(),
    title: column.text(),
    isMandatory: column.boolean('is_mandatory'),
    document: column.nullable(column.text()),
    needsVerification: column.boolean('needs_verification'),
    status: column.text(),
    version: column.version(),
  } satisfies Record<keyof ChecklistItem, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'checklist_items_checklist_fkey',
      target: 'Checklist',
      columnNames: ['checklistId'],
      referencedColumnNames: ['id'],
    },
    { name: 'checklist_items_case_fkey', target: 'Case', columnNames: ['caseId'], referencedColumnNames: ['id'] },
  ],
  uniques: [{ name: 'checklist_items_key', columns: ['checklistId', 'position'] }],
  indices: [{ name: 'checklist_items_case', columns: ['caseId'] }],
  checks: [
    {
      name: 'checklist_items_status_check',
      expression: `status IN ('PENDING', 'TICKED', 'RECEIVED', 'VERIFIED')`,
    },
  ],
});

/** Where it is kept who marked which item, for ever. */
export const checklistMarkTable = new EntitySchema<ChecklistMark>({
  name: 'ChecklistMark',
  tableName: 'checklist_marks',
  columns: {
    id: column.id(),
    itemId: column.reference('item_id'),
    kind: column.text(),
    note: column.nullable(column.text()),
    markedBy: column.text('marked_by'),
    personId: column.nullable(column.reference('person_id')),
    at: column.instant(),
  } satisfies Record<keyof ChecklistMark, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'checklist_marks_item_fkey',
      target: 'ChecklistItem',
      columnNames: ['itemId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [{ name: 'checklist_marks_item', columns: ['itemId', 'at', 'id'] }],
  checks: [
    { name: 'checklist_marks_kind_check', expression: `kind IN ('TICKED', 'RECEIVED', 'VERIFIED', 'TAKEN_BACK')` },
  ],
});
