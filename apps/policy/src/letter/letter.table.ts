import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import { effectColumns } from '../policy/effect.table.ts';
import type { LetterTemplate, LetterTemplateVersion } from './letter-template.ts';
import type { SentLetter } from './sent-letter.ts';

/** Where letter templates are kept. */
export const letterTemplateTable = new EntitySchema<LetterTemplate>({
  name: 'LetterTemplate',
  tableName: 'letter_templates',
  columns: {
    id: column.id(),
    name: column.text(),
    kind: column.text(),
    ownerId: column.reference('owner_id'),
    defaultLanguage: column.text('default_language'),
    version: column.version(),
  } satisfies Record<keyof LetterTemplate, EntitySchemaColumnOptions>,
  indices: [{ name: 'letter_templates_name', columns: ['name', 'id'] }],
  checks: [
    {
      name: 'letter_templates_kind_check',
      expression: `kind IN ('ACKNOWLEDGEMENT', 'HOLDING', 'FINAL_RESPONSE', 'ANSWER', 'REDRESS', 'REQUEST', 'INFORMATION')`,
    },
  ],
});

/** Where the versions of templates are kept; once approved, the database lets only their withdrawal be written. */
export const letterVersionTable = new EntitySchema<LetterTemplateVersion>({
  name: 'LetterTemplateVersion',
  tableName: 'letter_template_versions',
  columns: {
    id: column.id(),
    letterTemplateId: column.reference('letter_template_id'),
    number: column.integer(),
    variants: column.json(),
    fields: column.json(),
    requiredElements: column.json('required_elements'),
    authors: column.json(),
    draftedAt: column.instant('drafted_at'),
    approver: column.nullable(column.json()),
    ...effectColumns,
    plainLanguageReason: column.nullable(column.text('plain_language_reason')),
    withdrawalReason: column.nullable(column.text('withdrawal_reason')),
    version: column.version(),
  } satisfies Record<keyof LetterTemplateVersion, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'letter_template_versions_template_fkey',
      target: 'LetterTemplate',
      columnNames: ['letterTemplateId'],
      referencedColumnNames: ['id'],
    },
  ],
  uniques: [{ name: 'letter_template_versions_number_key', columns: ['letterTemplateId', 'number'] }],
  indices: [
    {
      name: 'letter_template_versions_draft',
      columns: ['letterTemplateId'],
      unique: true,
      where: 'approved_at IS NULL',
    },
    { name: 'letter_template_versions_effect', columns: ['letterTemplateId', 'effectiveFrom'] },
  ],
  checks: [
    {
      name: 'letter_template_versions_approval_check',
      expression: `(approved_at IS NULL) = (approver IS NULL) AND (approved_at IS NULL) = (effective_from IS NULL)`,
    },
    { name: 'letter_template_versions_order_check', expression: `ends_at > effective_from` },
    {
      name: 'letter_template_versions_withdrawal_check',
      expression: `(withdrawn_at IS NULL) = (withdrawal_reason IS NULL) AND (withdrawn_at IS NULL OR approved_at IS NOT NULL)`,
    },
  ],
});

/** Where letters that were sent are kept; the app role may add and read, nothing else. */
export const sentLetterTable = new EntitySchema<SentLetter>({
  name: 'SentLetter',
  tableName: 'sent_letters',
  columns: {
    id: column.id(),
    letterTemplateVersionId: column.reference('letter_template_version_id'),
    caseId: column.nullable(column.reference('case_id')),
    customerId: column.reference('customer_id'),
    language: column.text(),
    format: column.text(),
    match: column.text(),
    wantedLanguages: column.json('wanted_languages'),
    wantedFormat: column.text('wanted_format'),
    adjustments: { ...column.text(), array: true, default: '{}' },
    subject: column.text(),
    body: column.text(),
    elements: column.json(),
    fields: column.json(),
    senderId: column.nullable(column.reference('sender_id')),
    sentBy: column.text('sent_by'),
    sentAt: column.instant('sent_at'),
  } satisfies Record<keyof SentLetter, EntitySchemaColumnOptions>,
  foreignKeys: [
    {
      name: 'sent_letters_version_fkey',
      target: 'LetterTemplateVersion',
      columnNames: ['letterTemplateVersionId'],
      referencedColumnNames: ['id'],
    },
  ],
  indices: [
    { name: 'sent_letters_of_case', columns: ['caseId', 'id'] },
    { name: 'sent_letters_of_customer', columns: ['customerId', 'id'] },
  ],
  checks: [
    {
      name: 'sent_letters_format_check',
      expression: `format IN ('STANDARD', 'LARGE_PRINT', 'EASY_READ') AND wanted_format IN ('STANDARD', 'LARGE_PRINT', 'EASY_READ')`,
    },
    { name: 'sent_letters_match_check', expression: `match IN ('WANTED', 'BROADER', 'RELATED', 'DEFAULT')` },
  ],
});
