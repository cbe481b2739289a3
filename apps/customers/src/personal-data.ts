import { commonPersonalData, OF_CASE, OF_CUSTOMER, type PersonalDataMap } from '@courtesy/persistence';

const ofPurchase = `purchase_id IN (SELECT id FROM purchases WHERE ${OF_CUSTOMER})`;
const ofMerge = `IN (SELECT merge_id FROM customer_merge_members WHERE ${OF_CUSTOMER}
  UNION ALL SELECT id FROM customer_merges WHERE survivor_id = ANY ($1))`;

/** What the organisation sells, how it judges, and whom it gathers by which rules. */
const ours: PersonalDataMap = {
  customer_tiers: { whose: null, columns: { ours: 'name' } },
  duplicate_rules: { whose: null, columns: { ours: 'name criteria' } },
  duplicate_runs: { whose: null, columns: { code: 'state criteria cursor left_out', staff: 'requested_by' } },
  health_models: { whose: null, columns: { ours: 'weights note', staff: 'published_by' } },
  journey_versions: { whose: null, columns: { ours: 'name stages', staff: 'published_by' } },
  journeys: { whose: null, columns: { ours: 'name stages', staff: 'published_by' } },
  touchpoints: { whose: null, columns: { ours: 'name channel' } },
  products: { whose: null, columns: { ours: 'sku name category' } },
  segments: { whose: null, columns: { code: 'audience', text: 'name purpose filter', staff: 'saved_by' } },
};

/** Who they are and how to reach them. Others may share it, and keep it. */
const identity: PersonalDataMap = {
  customers: {
    whose: 'id = ANY ($1)',
    isAlone: true,
    columns: {
      code: 'kind status',
      words: 'display_name',
      gone: 'given_name family_name preferred_language territory country',
    },
  },
  contact_points: {
    whose: OF_CUSTOMER,
    isAlone: true,
    columns: {
      code: 'kind verified_how',
      words: 'value bounce_reason',
      unique: 'normalised',
      array: 'lines',
      gone: 'locality territory postcode country national',
      staff: 'verified_by',
    },
  },
  external_identities: { whose: OF_CUSTOMER, isAlone: true, columns: { code: 'source', unique: 'external_id' } },
  circumstances: { whose: OF_CUSTOMER, columns: { unique: 'name', staff: 'recorded_by' } },
  customer_preferences: {
    whose: OF_CUSTOMER,
    columns: {
      code: 'preferred_channel',
      gone: 'pronouns interpreter time_zone',
      array: 'accessible_formats',
      list: 'contact_hours',
      staff: 'recorded_by',
    },
  },
  customer_relationships: {
    whose: `${OF_CUSTOMER} OR related_id = ANY ($1)`,
    columns: { code: 'kind', words: 'end_reason', staff: 'recorded_by' },
  },
  duplicate_blocks: { whose: OF_CUSTOMER, isInternal: true, columns: { code: 'kind' } },
  duplicate_dismissals: {
    whose: 'first_id = ANY ($1) OR second_id = ANY ($1)',
    isInternal: true,
    columns: { words: 'reason', staff: 'dismissed_by' },
  },
  customer_merge_counts: { whose: `merge_id ${ofMerge}`, columns: { code: 'kind' } },
  customer_merge_fields: {
    whose: `merge_id ${ofMerge}`,
    columns: { code: 'field', gone: 'before after beneath given' },
  },
  customer_merge_reversals: { whose: `id ${ofMerge}`, columns: { words: 'reason', staff: 'reverted_by' } },
  customer_merges: { whose: `id ${ofMerge}`, columns: { words: 'reason', staff: 'merged_by' } },
};

/** What they agreed to, need, were promised and bought, and how that is judged. */
const relationship: PersonalDataMap = {
  case_copy: { whose: OF_CUSTOMER, columns: { code: 'type state' } },
  consents: {
    whose: OF_CUSTOMER,
    columns: {
      code: 'counts_for purpose channel change basis how wording_version',
      words: 'place',
      staff: 'recorded_by',
    },
  },
  customer_needs: {
    whose: OF_CUSTOMER,
    columns: { code: 'answer', words: 'text restated answer_words', staff: 'restated_by answered_by recorded_by' },
  },
  owner_assignments: { whose: OF_CUSTOMER, columns: { words: 'reason', staff: 'recorded_by' } },
  status_changes: { whose: OF_CUSTOMER, columns: { code: 'before after', words: 'reason', staff: 'recorded_by' } },
  tier_assignments: { whose: OF_CUSTOMER, columns: { words: 'reason', staff: 'recorded_by' } },
  touchpoint_visits: { whose: OF_CASE, columns: { staff: 'tagged_by' } },
  visit_conflicts: {
    whose: `id IN (SELECT id FROM visits WHERE ${OF_CUSTOMER})`,
    isInternal: true,
    columns: { code: 'conflicts' },
  },
  visits: {
    whose: OF_CUSTOMER,
    columns: { code: 'status', words: 'purpose outcome follow_up reason', array: 'attendees', staff: 'planned_by' },
  },
  customer_health: { whose: OF_CUSTOMER, columns: { code: 'band' } },
  promises: { whose: OF_CUSTOMER, columns: { code: 'status', words: 'text note', staff: 'made_by' } },
  purchase_lines: { whose: ofPurchase, columns: { code: 'sku category', text: 'name' } },
  purchase_tenders: { whose: ofPurchase, columns: { code: 'kind', words: 'reference' } },
  purchases: {
    whose: OF_CUSTOMER,
    columns: { code: 'source channel', text: 'order_number', staff: 'recorded_by' },
  },
  restricted_reads: {
    whose: OF_CUSTOMER,
    columns: { code: 'kind fields reader_role request_id', staff: 'reader' },
  },
  vulnerabilities: {
    whose: OF_CUSTOMER,
    columns: {
      code: 'driver disclosed_by basis',
      words: 'need basis_reason end_reason',
      array: 'adjustments',
      staff: 'recorded_by',
    },
  },
  vulnerability_terms: {
    whose: `vulnerability_id IN (SELECT id FROM vulnerabilities WHERE ${OF_CUSTOMER})`,
    columns: { words: 'need', array: 'adjustments', staff: 'decided_by' },
  },
};

/** What they asked by their rights, and what kept them from being erased. */
const rights: PersonalDataMap = {
  data_subject_requests: {
    whose: OF_CUSTOMER,
    columns: { code: 'kind status', text: 'last_error', words: 'verified_by_what reason', staff: 'opened_by' },
  },
  erasure_steps: {
    whose: `request_id IN (SELECT id FROM data_subject_requests WHERE ${OF_CUSTOMER})`,
    columns: { code: 'service' },
  },
  personal_data_archives: {
    whose: OF_CUSTOMER,
    isInternal: true,
    columns: { code: 'sha256', text: 'last_error' },
  },
  personal_data_pieces: {
    whose: `archive_id IN (SELECT id FROM personal_data_archives WHERE ${OF_CUSTOMER})`,
    isInternal: true,
    columns: { bytes: 'content', code: 'service end_cursor' },
  },
  legal_holds: {
    whose: OF_CUSTOMER,
    columns: { words: 'reason lift_reason', staff: 'placed_by lifted_by' },
  },
};

/** Of every column of text in this service: whose it is, and what becomes of it when a customer is erased. */
export const personalData: PersonalDataMap = {
  ...commonPersonalData,
  ...ours,
  ...identity,
  ...relationship,
  ...rights,
};
