import { type ErasureRules, ERASED } from '@courtesy/persistence';

const erased = `'${ERASED}'`;
const unlessNull = (column: string) => `CASE WHEN ${column} IS NULL THEN NULL ELSE ${erased} END`;
/** These columns of a table say nothing any more. */
const silent = (table: string, ...columns: readonly string[]) =>
  Object.fromEntries(columns.map((column) => [`${table}.${column}`, unlessNull(column)]));

const ofComplaint = 'complaint_id IN (SELECT id FROM complaints WHERE case_id = ANY ($2))';
const ofReturn = 'return_id IN (SELECT id FROM return_cases WHERE case_id = ANY ($2))';
const ofPurchase = 'purchase_id IN (SELECT id FROM purchase_copy WHERE customer_id = ANY ($1))';
const ofAttachment = `attachment_id IN (SELECT id FROM attachments WHERE case_id = ANY ($2)
  UNION ALL SELECT id FROM attachment_tickets WHERE case_id = ANY ($2))`;
const ofMail = 'mail_message_id IN (SELECT id FROM mail_messages WHERE case_id = ANY ($2))';

/**
 * What erasing a customer does to their cases: what they said and what was written of it is gone; that there was a case, its kind, its dates,
 * its people and its money stay, so that no figure moves.
 */
export const erasureRules: ErasureRules = {
  keep: ['person_copy', 'complaint_regime_copy', 'calendar_version_copy', 'standard_copy', 'sandbox_calls'],
  whose: {
    cases: 'customer_id = ANY ($1) OR id = ANY ($2)',
    complaint_steps: ofComplaint,
    remedial_actions: ofComplaint,
    return_documents: ofReturn,
    return_entries: ofReturn,
    return_lines: ofReturn,
    purchase_tender_copy: ofPurchase,
    attachment_chunks: ofAttachment,
    upload_chunks: ofAttachment,
    attachment_withdrawals: ofAttachment,
    mail_sources: ofMail,
    checklist_marks: 'item_id IN (SELECT id FROM checklist_items WHERE case_id = ANY ($2))',
    case_merges: 'survivor_id = ANY ($2)',
    case_splits: 'case_id = ANY ($2) OR origin_id = ANY ($2)',
    case_links: 'from_id = ANY ($2) OR to_id = ANY ($2)',
    saga_steps: 'saga_id IN (SELECT id FROM payouts WHERE case_id = ANY ($2))',
    sagas: 'id IN (SELECT id FROM payouts WHERE case_id = ANY ($2))',
    event_log: `subject = ANY ($1 || $2) OR data ->> 'customerId' = ANY ($1) OR data ->> 'caseId' = ANY ($2)`,
    idempotency: `answer LIKE ANY (SELECT '%' || id || '%' FROM unnest($1 || $2) AS named (id))`,
  },
  alone: [],
  own: {
    ...silent('cases', 'subject', 'status_reason'),
    ...silent('interactions', 'body', 'correction_reason', 'representative_name', 'representative_relation'),
    ...silent('interactions', 'authority_reference', 'postal_reference'),
    ...silent('case_movements', 'reason'),
    ...silent('tasks', 'title', 'details', 'status_reason'),
    ...silent('approvals', 'what', 'reason'),
    ...silent('callouts', 'reason'),
    ...silent('escalations', 'reason', 'asked', 'done', 'open', 'promised', 'settled_reason'),
    ...silent('conduct_warnings', 'description', 'review_reason', 'support_note'),
    ...silent('complaints', 'ineligible_because'),
    ...silent('complaint_steps', 'reason', 'body'),
    'complaint_steps.elements': `'[]'`,
    ...silent('remedial_actions', 'action', 'evidence'),
    ...silent(
      'incident_records',
      'person_name',
      'person_contact',
      'summary',
      'account',
      'treatment',
      'correction_reason',
    ),
    'incident_records.witnesses': `'[]'`,
    ...silent('attachments', 'file_name'),
    ...silent('attachment_tickets', 'file_name'),
    ...silent('attachment_withdrawals', 'reason'),
    'attachment_chunks.bytes': `'\\x'`,
    'upload_chunks.bytes': `'\\x'`,
    'mail_sources.source': `'\\x'`,
    ...silent('mail_messages', 'from_address', 'subject', 'text', 'quoted_text', 'html', 'last_error'),
    'mail_messages.to_addresses': `'[]'`,
    'mail_messages.attachments': `'[]'`,
    ...silent('payouts', 'reason', 'end_reason'),
    ...silent('return_cases', 'reason', 'approval_reason'),
    ...silent('return_lines', 'fault'),
    ...silent('return_entries', 'note', 'reference'),
    ...silent('return_documents', 'reference'),
    ...silent('purchase_tender_copy', 'reference'),
    ...silent('checklist_items', 'document'),
    ...silent('checklist_marks', 'note'),
    ...silent('case_merges', 'reason'),
    ...silent('case_splits', 'reason'),
    ...silent('case_links', 'note'),
    ...silent('guard_overrides', 'reason'),
  },
};
