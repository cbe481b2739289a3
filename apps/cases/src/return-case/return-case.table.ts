import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { column } from '@courtesy/persistence';
import type { ReturnCase, ReturnDecision, ReturnDocument, ReturnEntry, ReturnLine } from './return-case.ts';

const CONDITIONS = `'UNOPENED', 'OPENED', 'USED', 'CUSTOMER_DAMAGE'`;

const to = (name: string, target: string, own: string) => ({
  ...{ name, target },
  ...{ columnNames: [own], referencedColumnNames: ['id'] },
});

/** Where returns are kept. */
export const returnCaseTable = new EntitySchema<ReturnCase>({
  name: 'ReturnCase',
  tableName: 'return_cases',
  columns: {
    id: column.id(),
    caseId: column.reference('case_id'),
    customerId: column.reference('customer_id'),
    purchaseId: column.reference('purchase_id'),
    status: column.text(),
    wish: column.text(),
    proof: column.text(),
    heldSince: column.day('held_since'),
    requestedOn: column.day('requested_on'),
    requestedAt: column.instant('requested_at'),
    requestedBy: column.text('requested_by'),
    approvalReason: column.nullable(column.text('approval_reason')),
    approvedBy: column.nullable(column.text('approved_by')),
    reason: column.nullable(column.text()),
    version: column.version(),
  } satisfies Record<keyof ReturnCase, EntitySchemaColumnOptions>,
  foreignKeys: [
    to('return_cases_case_fkey', 'Case', 'caseId'),
    to('return_cases_purchase_fkey', 'PurchaseCopy', 'purchaseId'),
  ],
  indices: [
    { name: 'return_cases_case', columns: ['caseId', 'requestedAt', 'id'] },
    { name: 'return_cases_requested', columns: ['requestedAt', 'id'] },
    { name: 'return_cases_purchase', columns: ['purchaseId'] },
  ],
  checks: [
    {
      name: 'return_cases_status_check',
      expression: `status IN ('REQUESTED', 'AUTHORISED', 'RECEIVED', 'INSPECTED', 'REFUNDED', 'REPLACED', 'REPAIRED', 'REJECTED', 'CANCELLED')`,
    },
    { name: 'return_cases_wish_check', expression: `wish IN ('REFUND', 'REPLACEMENT', 'REPAIR')` },
    {
      name: 'return_cases_proof_check',
      expression: `proof IN ('RECEIPT', 'GIFT_RECEIPT', 'CARD_STATEMENT', 'NONE')`,
    },
    { name: 'return_cases_days_check', expression: `requested_on >= held_since` },
    { name: 'return_cases_approver_check', expression: `approved_by <> requested_by` },
  ],
});

/** Where the lines of returns are kept; the app role may only add and read. */
export const returnLineTable = new EntitySchema<ReturnLine>({
  name: 'ReturnLine',
  tableName: 'return_lines',
  columns: {
    id: column.id(),
    returnId: column.reference('return_id'),
    purchaseLineId: column.reference('purchase_line_id'),
    place: column.integer(),
    name: column.text(),
    quantity: column.integer(),
    condition: column.text(),
    faulty: column.boolean(),
    fault: column.nullable(column.text()),
  } satisfies Record<keyof ReturnLine, EntitySchemaColumnOptions>,
  foreignKeys: [
    to('return_lines_return_fkey', 'ReturnCase', 'returnId'),
    to('return_lines_purchase_line_fkey', 'PurchaseLineCopy', 'purchaseLineId'),
  ],
  uniques: [{ name: 'return_lines_key', columns: ['returnId', 'purchaseLineId'] }],
  indices: [{ name: 'return_lines_purchase_line', columns: ['purchaseLineId'] }],
  checks: [
    { name: 'return_lines_quantity_check', expression: `quantity > 0` },
    { name: 'return_lines_condition_check', expression: `condition IN (${CONDITIONS})` },
  ],
});

const texts = (name: string): EntitySchemaColumnOptions => ({ ...column.text(name), array: true });

/** Where it is kept what policy said; the app role may only add and read. */
export const returnDecisionTable = new EntitySchema<ReturnDecision>({
  name: 'ReturnDecision',
  tableName: 'return_decisions',
  columns: {
    id: column.id(),
    returnId: column.reference('return_id'),
    lineId: column.reference('line_id'),
    decisionId: column.reference('decision_id'),
    outcome: column.text(),
    clauses: column.json(),
    policyVersionIds: texts('policy_version_ids'),
    requiredDocuments: texts('required_documents'),
    missingFacts: texts('missing_facts'),
    at: column.instant(),
    returnVersion: column.integer('return_version'),
  } satisfies Record<keyof ReturnDecision, EntitySchemaColumnOptions>,
  foreignKeys: [
    to('return_decisions_return_fkey', 'ReturnCase', 'returnId'),
    to('return_decisions_line_fkey', 'ReturnLine', 'lineId'),
  ],
  uniques: [{ name: 'return_decisions_key', columns: ['lineId', 'returnVersion'] }],
  indices: [{ name: 'return_decisions_return', columns: ['returnId', 'returnVersion'] }],
});

/** The ledger of what was done with returned goods; the app role may only add and read. */
export const returnEntryTable = new EntitySchema<ReturnEntry>({
  name: 'ReturnEntry',
  tableName: 'return_entries',
  columns: {
    id: column.id(),
    returnId: column.reference('return_id'),
    lineId: column.reference('line_id'),
    kind: column.text(),
    quantity: column.integer(),
    at: column.instant(),
    recordedBy: column.text('recorded_by'),
    condition: column.nullable(column.text()),
    faultFound: column.nullable(column.boolean('fault_found')),
    resaleable: column.nullable(column.boolean()),
    note: column.nullable(column.text()),
    reference: column.nullable(column.text()),
    handedBackOn: column.nullable(column.day('handed_back_on')),
  } satisfies Record<keyof ReturnEntry, EntitySchemaColumnOptions>,
  foreignKeys: [
    to('return_entries_return_fkey', 'ReturnCase', 'returnId'),
    to('return_entries_line_fkey', 'ReturnLine', 'lineId'),
  ],
  indices: [
    { name: 'return_entries_return', columns: ['returnId', 'id'] },
    { name: 'return_entries_line', columns: ['lineId'] },
    { name: 'return_entries_reference', columns: ['reference'], where: `kind = 'REFUNDED'` },
  ],
  checks: [
    {
      name: 'return_entries_kind_check',
      expression: `kind IN ('RECEIVED', 'INSPECTED', 'REFUNDED', 'UNREFUNDED', 'REPLACED', 'REPAIRED', 'REJECTED')`,
    },
    { name: 'return_entries_quantity_check', expression: `quantity > 0` },
    { name: 'return_entries_condition_check', expression: `condition IN (${CONDITIONS})` },
    {
      name: 'return_entries_found_check',
      expression: `(kind = 'INSPECTED') = (condition IS NOT NULL AND fault_found IS NOT NULL AND resaleable IS NOT NULL)`,
    },
    {
      name: 'return_entries_repaired_check',
      expression: `(kind = 'REPAIRED') = (handed_back_on IS NOT NULL)`,
    },
  ],
});

/** Where the documents that came with returns are kept; the app role may only add and read. */
export const returnDocumentTable = new EntitySchema<ReturnDocument>({
  name: 'ReturnDocument',
  tableName: 'return_documents',
  columns: {
    id: column.id(),
    returnId: column.reference('return_id'),
    document: column.text(),
    reference: column.nullable(column.text()),
    recordedAt: column.instant('recorded_at'),
    recordedBy: column.text('recorded_by'),
  } satisfies Record<keyof ReturnDocument, EntitySchemaColumnOptions>,
  foreignKeys: [to('return_documents_return_fkey', 'ReturnCase', 'returnId')],
  indices: [{ name: 'return_documents_return', columns: ['returnId', 'id'] }],
});

/** All tables of returns. */
export const returnTables = [
  returnCaseTable,
  returnLineTable,
  returnDecisionTable,
  returnEntryTable,
  returnDocumentTable,
] as const;
