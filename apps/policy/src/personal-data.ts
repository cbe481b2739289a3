import { commonPersonalData, OF_CASE, OF_CUSTOMER, type PersonalDataMap } from '@courtesy/persistence';

const ofEither = `${OF_CUSTOMER} OR ${OF_CASE}`;
const ofContract = `contract_id IN (SELECT id FROM service_contracts WHERE ${OF_CUSTOMER})`;

/** What the organisation wrote, approved and published. No customer is in it, and much of it never changes. */
const published: PersonalDataMap = {
  acknowledgements: { whose: null, columns: { code: 'method', staff: 'recorded_by' } },
  article_versions: {
    whose: null,
    columns: {
      code: 'language readers audience_roles audience_site_ids',
      ours: 'title body keywords authors approver withdrawal_reason',
    },
  },
  articles: { whose: null, columns: { ours: 'category default_language' } },
  brief_receipts: { whose: null, columns: { code: 'method' } },
  brief_versions: {
    whose: null,
    columns: { code: 'status audience_roles audience_site_ids', ours: 'message tell_customers terms faqs quiz' },
  },
  briefs: { whose: null, columns: { code: 'kind', ours: 'title product cancellation_reason' } },
  calendar_versions: {
    whose: null,
    columns: { ours: 'time_zone week exceptions holidays reason', staff: 'published_by' },
  },
  calendars: { whose: null, columns: { ours: 'name' } },
  clauses: { whose: null, columns: { ours: 'anchor heading text' } },
  compensation_bands: { whose: null, columns: { code: 'head', ours: 'code name description clause' } },
  compensation_scheme_versions: {
    whose: null,
    columns: { code: 'status', ours: 'summary uplifts source author approver withdrawal_reason' },
  },
  compensation_schemes: { whose: null, columns: { ours: 'name' } },
  complaint_regime_versions: {
    whose: null,
    columns: { code: 'status', ours: 'summary rules author approver withdrawal_reason' },
  },
  complaint_regimes: { whose: null, columns: { ours: 'name pack' } },
  decision_table_versions: {
    whose: null,
    columns: { code: 'status', ours: 'model decision summary authors approver withdrawal_reason' },
  },
  decision_tables: { whose: null, columns: { ours: 'name description' } },
  knowledge_texts: { whose: null, columns: { code: 'kind language primary_language', ours: 'title body words' } },
  knowledge_words: { whose: null, columns: { code: 'primary_language', ours: 'word' } },
  letter_template_versions: {
    whose: null,
    columns: { ours: 'variants fields required_elements authors approver plain_language_reason withdrawal_reason' },
  },
  letter_templates: { whose: null, columns: { code: 'kind', ours: 'name default_language' } },
  policies: { whose: null, columns: { code: 'kind audience_roles audience_site_ids', ours: 'title' } },
  policy_versions: {
    whose: null,
    columns: { code: 'status clause_ids', ours: 'summary authors return_reason approver withdrawal_reason' },
  },
  priority_matrix_versions: { whose: null, columns: { ours: 'base rules reason', staff: 'published_by' } },
  rule_pack_installations: {
    whose: null,
    columns: { code: 'decision_table_ids decision_table_version_ids', staff: 'installed_by' },
  },
  service_standards: {
    whose: null,
    columns: { code: 'case_type priority tier', ours: 'name warnings pauses', staff: 'published_by' },
  },
};

/** What is written of the organisation's own people and risks, where a customer may be named. */
const ours: PersonalDataMap = {
  authority_grants: {
    whose: null,
    columns: {
      code: 'decision_type role time_zone anchor',
      text: 'suspension_reason revocation_reason',
      staff: 'granted_by',
    },
  },
  back_tests: {
    whose: null,
    columns: { code: 'terms limits reach status outcome', ours: 'rules failure', staff: 'requested_by' },
  },
  control_assessments: { whose: null, columns: { code: 'effectiveness', text: 'note', staff: 'recorded_by' } },
  person_copy: { whose: null, columns: { code: 'role' } },
  risk_controls: {
    whose: null,
    columns: { code: 'kind effectiveness policies', text: 'title description retirement_reason' },
  },
  risk_reviews: { whose: null, columns: { code: 'kind', text: 'note', staff: 'recorded_by' } },
  risks: {
    whose: null,
    columns: {
      code: 'category appetite treatment standing policies incident_ids',
      text: 'title description cause consequence acceptance',
    },
  },
  site_calendars: { whose: null, columns: { staff: 'assigned_by' } },
};

/** What was decided, agreed and written for customers. */
const ofCustomers: PersonalDataMap = {
  authority_requests: {
    whose: ofEither,
    columns: {
      code: 'decision_type status',
      text: 'order_reference',
      words: 'reason decision_reason',
      staff: 'requested_by decided_by',
    },
  },
  authority_use_ends: {
    whose: `id IN (SELECT id FROM authority_uses WHERE ${ofEither})`,
    columns: { code: 'kind', words: 'reason', staff: 'ended_by' },
  },
  authority_uses: {
    whose: ofEither,
    columns: { code: 'decision_type', text: 'order_reference', staff: 'requested_by authority_of' },
  },
  award_assessments: {
    whose: ofEither,
    columns: { code: 'head basis', text: 'uplifts', staff: 'requested_by' },
  },
  back_test_changes: { whose: OF_CUSTOMER, columns: { code: 'kind outcome_before outcome_after reason' } },
  contract_lines: { whose: ofContract, columns: { words: 'name' } },
  contract_reviews: { whose: ofContract, columns: { code: 'decision', words: 'reason', staff: 'recorded_by' } },
  customer_adjustments: { whose: OF_CUSTOMER, columns: { array: 'adjustments' } },
  // Facts and the run of a decision lose what spells them; digest and hash stay, and say that the record was another when it was made.
  decisions: {
    whose: ofEither,
    columns: {
      code: 'outcome facts_hash digest clause_ids policy_version_ids',
      text: 'facts run unresolved_clauses',
      staff: 'decided_by',
    },
  },
  entitlement_uses: { whose: OF_CASE, columns: { code: 'kind', words: 'reason', staff: 'recorded_by' } },
  entitlements: { whose: OF_CUSTOMER, columns: { code: 'allocation channel decrement_on', text: 'name' } },
  policy_exceptions: {
    whose: ofEither,
    columns: {
      code: 'decision leave_head',
      text: 'rule',
      words: 'reason decision_reason',
      staff: 'requested_by decided_by',
    },
  },
  sent_letters: {
    whose: ofEither,
    columns: {
      code: 'language format match wanted_languages wanted_format',
      words: 'subject body',
      list: 'elements fields',
      array: 'adjustments',
      staff: 'sent_by',
    },
  },
  service_contracts: {
    whose: OF_CUSTOMER,
    columns: {
      code: 'status renewal_mode renewal_decision',
      words: 'name termination_reason',
      staff: 'drafted_by',
    },
  },
};

/** Of every column of text in this service: whose it is, and what becomes of it when a customer is erased. */
export const personalData: PersonalDataMap = { ...commonPersonalData, ...published, ...ours, ...ofCustomers };
