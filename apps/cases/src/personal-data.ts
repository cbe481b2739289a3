import { commonPersonalData, OF_CASE, OF_CUSTOMER, withPast, type PersonalDataMap } from '@courtesy/persistence';

const ofEither = `${OF_CUSTOMER} OR ${OF_CASE}`;
const within = (column: string, table: string, whose = OF_CASE, id = 'id') =>
  `${column} IN (SELECT ${id} FROM ${table} WHERE ${whose})`;
const ofAttachment = `${within('attachment_id', 'attachments')} OR ${within('attachment_id', 'attachment_tickets')}`;
const ofComplaint = within('complaint_id', 'complaints');
const ofReturn = within('return_id', 'return_cases');
const ofPurchase = within('purchase_id', 'purchase_copy', OF_CUSTOMER);
const ofPayout = within('saga_id', 'payouts');
const ofMerge = `merge_id IN (SELECT id FROM case_merges WHERE survivor_id = ANY ($2))`;

/** How the organisation works: rules, templates, copies of staff, shifts and calendars. No customer is in them. */
const ours: PersonalDataMap = {
  automation_rules: {
    whose: null,
    columns: { text: 'name description condition triggers steps reach', staff: 'written_by' },
  },
  calendar_version_copy: { whose: null, columns: { ours: 'hours' } },
  checklist_template_versions: {
    whose: null,
    columns: { code: 'case_type', text: 'title items', staff: 'written_by' },
  },
  checklist_templates: { whose: null, columns: { code: 'case_type', text: 'title items', staff: 'written_by' } },
  complaint_regime_copy: { whose: null, columns: { ours: 'name rules' } },
  covers: { whose: null, columns: { staff: 'arranged_by' } },
  escalation_due: { whose: OF_CASE, isInternal: true, columns: { code: 'wait' } },
  escalation_ladders: {
    whose: null,
    columns: { code: 'case_type priority', ours: 'name levels', staff: 'published_by' },
  },
  leave_copy: { whose: null, columns: { code: 'status' } },
  macros: { whose: null, columns: { text: 'name description steps', staff: 'added_by' } },
  mail_cursor: { whose: null, columns: { code: 'mailbox uid_validity' } },
  presence_copy: { whose: null, columns: { code: 'presence' } },
  routing_queues: {
    whose: null,
    columns: {
      code: 'case_type channels delivery',
      ours: 'key name product issue weights skills needs',
      staff: 'published_by',
    },
  },
  routing_rounds: { whose: null, columns: { ours: 'people' } },
  skill_copy: { whose: null, columns: { ours: 'key' } },
  working_capacity_copy: { whose: null, columns: { ours: 'steps' } },
  person_copy: { whose: null, columns: { code: 'role' } },
  saved_views: { whose: null, columns: { code: 'case_order audience', text: 'name filter', staff: 'saved_by' } },
  standard_copy: { whose: null, columns: { code: 'case_type priority tier', ours: 'promised' } },
};

/** What was said and sent. */
const contacts: PersonalDataMap = {
  attachment_chunks: { whose: ofAttachment, columns: { bytes: 'bytes' } },
  attachment_tickets: {
    whose: OF_CASE,
    isInternal: true,
    columns: { code: 'media_type sha256', words: 'file_name', staff: 'requested_by' },
  },
  attachment_withdrawals: { whose: ofAttachment, columns: { words: 'reason', staff: 'withdrawn_by' } },
  attachments: { whose: OF_CASE, columns: { code: 'media_type sha256', words: 'file_name', staff: 'added_by' } },
  upload_chunks: { whose: ofAttachment, isInternal: true, columns: { bytes: 'bytes' } },
  interactions: {
    whose: ofEither,
    columns: {
      code: 'channel direction authority representative_relation call_outcome',
      text: 'source source_id desk call_line call_service',
      words: 'body correction_reason postal_reference authority_reference',
      others: 'representative_name',
      staff: 'recorded_by',
    },
  },
  mail_messages: {
    whose: OF_CASE,
    columns: {
      code: 'direction state digest automatic_reason',
      unique: 'message_id',
      gone: 'in_reply_to html last_error',
      words: 'from_address subject text quoted_text',
      list: 'refs to_addresses attachments',
      staff: 'sent_by',
    },
  },
  mail_sources: { whose: within('mail_message_id', 'mail_messages'), columns: { bytes: 'source' } },
};

/** Cases, and how they went. */
const ofCases: PersonalDataMap = {
  survey_follow_ups: { whose: OF_CUSTOMER, columns: { code: 'kind' } },
  cases: {
    whose: `${OF_CUSTOMER} OR id = ANY ($2)`,
    columns: {
      code: 'type status priority channel outcome',
      text: 'product sub_product issue sub_issue source source_id',
      words: 'subject status_reason',
    },
  },
  assignments: {
    whose: OF_CASE,
    isInternal: true,
    columns: { code: 'status end_reason channel asked verdicts chosen_by' },
  },
  automation_runs: { whose: OF_CASE, columns: { code: 'cause event_id outcome', text: 'chain steps' } },
  case_link_removals: {
    whose: 'id IN (SELECT id FROM case_links WHERE from_id = ANY ($2) OR to_id = ANY ($2))',
    columns: { words: 'reason', staff: 'removed_by' },
  },
  case_links: {
    whose: 'from_id = ANY ($2) OR to_id = ANY ($2)',
    columns: { code: 'kind', words: 'note', staff: 'linked_by' },
  },
  case_merge_items: { whose: `${OF_CASE} OR ${ofMerge}`, columns: { code: 'status', words: 'status_reason' } },
  case_merge_undos: { whose: ofMerge.replace('merge_id', 'id'), columns: { words: 'reason', staff: 'undone_by' } },
  case_merges: { whose: 'survivor_id = ANY ($2)', columns: { words: 'reason', staff: 'merged_by' } },
  case_movements: {
    whose: OF_CASE,
    columns: {
      code: 'kind from_status to_status outcome from_priority priority',
      words: 'reason',
      staff: 'recorded_by',
    },
  },
  case_split_undos: {
    whose: 'id IN (SELECT id FROM case_splits WHERE case_id = ANY ($2) OR origin_id = ANY ($2))',
    columns: { words: 'reason', staff: 'undone_by' },
  },
  case_splits: { whose: `${OF_CASE} OR origin_id = ANY ($2)`, columns: { words: 'reason', staff: 'split_by' } },
  checklist_items: {
    whose: within('checklist_id', 'checklists'),
    columns: { code: 'status', text: 'title', words: 'document' },
  },
  checklist_marks: {
    whose:
      'item_id IN (SELECT i.id FROM checklist_items i JOIN checklists l ON l.id = i.checklist_id WHERE l.case_id = ANY ($2))',
    columns: { code: 'kind', words: 'note', staff: 'marked_by' },
  },
  checklists: { whose: OF_CASE, columns: { text: 'title', staff: 'attached_by' } },
  clock_due: { whose: OF_CASE, isInternal: true, columns: { code: 'clock' } },
  clock_events: { whose: OF_CASE, columns: { code: 'clock kind cause', words: 'reason' } },
  guard_overrides: {
    whose: OF_CASE,
    columns: { code: 'verb', text: 'failures', words: 'reason', staff: 'overridden_by' },
  },
  tasks: {
    whose: OF_CASE,
    columns: { code: 'kind status', words: 'title details status_reason', staff: 'added_by' },
  },
  customer_adjustments: { whose: OF_CUSTOMER, columns: { array: 'adjustments' } },
};

/** Who was asked, called and warned. */
const help: PersonalDataMap = {
  approvals: {
    whose: OF_CASE,
    columns: { code: 'approver_role status', words: 'what reason', staff: 'asked_by decided_by' },
  },
  callouts: {
    whose: ofEither,
    columns: { code: 'urgency status level', words: 'reason', staff: 'requested_by' },
  },
  conduct_warnings: {
    whose: OF_CUSTOMER,
    columns: {
      code: 'kind status',
      words: 'description review_reason',
      others: 'support_note',
      staff: 'raised_by',
    },
  },
  cover_searches: { whose: OF_CASE, isInternal: true, columns: { code: 'level outcome', staff: 'considered' } },
  escalations: {
    whose: OF_CASE,
    columns: { code: 'level status wait', words: 'reason asked done promised open settled_reason' },
  },
  incident_records: {
    whose: OF_CUSTOMER,
    columns: {
      code: 'kind standing work_related ground',
      text: 'place',
      words: 'correction_reason summary person_name person_contact account treatment hospital',
      list: 'injuries',
      othersList: 'witnesses',
      staff: 'recorded_by',
    },
  },
  regulator_reports: {
    whose: within('record_id', 'incident_records', OF_CUSTOMER),
    columns: { text: 'reference', staff: 'recorded_by' },
  },
  major_incident_entries: { whose: null, columns: { code: 'kind role', text: 'text', staff: 'recorded_by' } },
  major_incidents: {
    whose: null,
    columns: {
      code: 'kind severity status site_ids regulator_ground',
      text: 'title description communications_plan regulator_reference review rejection_reason',
      staff: 'proposed_by',
    },
  },
};

/** Complaints, and what was promised. */
const complaints: PersonalDataMap = {
  complaint_deadlines: { whose: ofComplaint, columns: { code: 'kind name stage' } },
  complaint_steps: {
    whose: ofComplaint,
    columns: {
      code: 'verb stage status outcome letter_kind',
      text: 'redress',
      words: 'reason body',
      list: 'elements',
      staff: 'recorded_by',
    },
  },
  complaints: {
    whose: ofEither,
    columns: { code: 'category kinds stage status', words: 'ineligible_because' },
  },
  remedial_actions: { whose: ofComplaint, columns: { code: 'status', words: 'action evidence' } },
};

/** What was bought, brought back and paid. */
const money: PersonalDataMap = {
  payouts: {
    whose: ofEither,
    columns: {
      code: 'kind status outcome policy_version_ids clause_ids assessment_ids',
      text: 'order_reference facts heads approval shares',
      words: 'reason end_reason',
      staff: 'requested_by approved_by handler',
    },
  },
  purchase_copy: { whose: OF_CUSTOMER, columns: { code: 'channel', text: 'order_number' } },
  purchase_line_copy: { whose: ofPurchase, columns: { code: 'sku category', text: 'name' } },
  purchase_tender_copy: { whose: ofPurchase, columns: { code: 'kind', words: 'reference' } },
  return_cases: {
    whose: ofEither,
    columns: { code: 'status wish proof', words: 'approval_reason reason', staff: 'requested_by approved_by' },
  },
  return_decisions: {
    whose: ofReturn,
    columns: { code: 'outcome policy_version_ids required_documents missing_facts', text: 'clauses' },
  },
  return_documents: { whose: ofReturn, columns: { code: 'document', words: 'reference', staff: 'recorded_by' } },
  return_entries: {
    whose: ofReturn,
    columns: { code: 'kind condition', words: 'note reference', staff: 'recorded_by' },
  },
  return_lines: { whose: ofReturn, columns: { code: 'condition', text: 'name', words: 'fault' } },
  saga_steps: {
    whose: ofPayout,
    isInternal: true,
    columns: { code: 'step direction phase', text: 'answer', words: 'problem' },
  },
  sagas: {
    whose: within('id', 'payouts'),
    isInternal: true,
    columns: { code: 'kind state ending lease', words: 'end_reason last_error' },
  },
  sandbox_calls: { whose: null, columns: { code: 'key call' } },
  sandbox_ledger: { whose: null, columns: { code: 'key entry currency', text: 'means reference' } },
};

/** Of every column of text in this service: whose it is, and what becomes of it when a customer is erased. */
export const personalData: PersonalDataMap = withPast(
  { ...commonPersonalData, ...ours, ...contacts, ...ofCases, ...help, ...complaints, ...money },
  ['cases', 'complaints', 'payouts'],
);
