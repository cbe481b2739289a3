import { commonPersonalData, OF_CUSTOMER, type PersonalDataMap } from '@courtesy/persistence';

/**
 * Of every column of text in this service: whose it is, and what becomes of it when a customer is erased. It keeps staff, who are no customers;
 * a customer can only be named in what somebody wrote beside.
 */
export const personalData: PersonalDataMap = {
  ...commonPersonalData,
  appraisal_appeals: { whose: null, columns: { code: 'outcome', text: 'reason outcome_reason' } },
  appraisal_cycles: { whose: null, columns: { ours: 'name' } },
  appraisal_formulas: { whose: null, columns: { ours: 'components' } },
  appraisal_scores: { whose: null, columns: { code: 'component', text: 'comment evidence' } },
  appraisals: { whose: null, columns: { code: 'peer_ids status' } },
  applicant_steps: { whose: null, columns: { code: 'status because', text: 'note' } },
  applicants: {
    whose: null,
    columns: { code: 'origin status', ours: 'name email phone', text: 'statement' },
  },
  certificates: { whose: null, columns: { ours: 'issuer reference', text: 'revoked_reason' } },
  cpd_entries: { whose: null, columns: { text: 'topic learnt' } },
  employments: { whose: null, columns: { code: 'pattern days' } },
  interview_scores: { whose: null, columns: { code: 'recommendation', text: 'ratings note' } },
  interviews: { whose: null, columns: { code: 'kind panel status' } },
  job_offers: { whose: null, columns: { code: 'status', text: 'reason' } },
  leaves: { whose: null, columns: { code: 'kind status', text: 'reason', staff: 'requested_by' } },
  mentorships: { whose: null, columns: { text: 'focus' } },
  onboarding_plans: { whose: null, columns: { code: 'steps', ours: 'activities' } },
  openings: { whose: null, columns: { ours: 'title description criteria' } },
  open_shifts: { whose: null, columns: { code: 'breaks status awarded_by', text: 'reason' } },
  presences: { whose: null, columns: { code: 'state act' } },
  roster_proposals: { whose: null, columns: { code: 'status request outcome', ours: 'failure' } },
  roster_rules: { whose: null, columns: { code: 'work', ours: 'cover', text: 'reason' } },
  shift_bids: { whose: null, columns: { code: 'status stood_against' } },
  shift_overrides: { whose: null, columns: { code: 'rule', text: 'reason' } },
  shift_swaps: { whose: null, columns: { code: 'status', text: 'reason' } },
  shift_templates: {
    whose: null,
    columns: { code: 'start_time end_time days breaks required_skill_ids', ours: 'name' },
  },
  availabilities: { whose: null, columns: { code: 'kind days start_time end_time', text: 'reason' } },
  people: {
    whose: null,
    columns: { code: 'job_role', ours: 'display_name given_name family_name email source source_id' },
  },
  calibration_ratings: { whose: null, columns: { text: 'ratings comment' } },
  calibrations: { whose: null, columns: { code: 'status interaction_ids rater_ids', ours: 'name' } },
  coaching_sessions: {
    whose: null,
    columns: { code: 'criterion_key review_ids status', text: 'aim actions outcome' },
  },
  criteria: {
    whose: null,
    columns: { code: 'key category_key course_key scale condition', ours: 'name category_name root_causes' },
  },
  quality_reviews: { whose: null, columns: { code: 'status' } },
  review_disputes: { whose: null, columns: { code: 'outcome criterion_ids', text: 'reason outcome_reason' } },
  review_ratings: { whose: null, columns: { text: 'ratings comment' } },
  reviewable_contacts: { whose: OF_CUSTOMER, columns: { code: 'channel' } },
  sampled_contacts: { whose: null, columns: { code: 'method signals' } },
  sampling_plans: { whose: null, columns: { code: 'signals reviewer_ids', ours: 'name seed' } },
  scorecards: { whose: null, columns: { ours: 'name' } },
  person_skills: { whose: null, columns: { code: 'ended_because', text: 'evidence' } },
  regions: { whose: null, columns: { ours: 'name source source_id' } },
  requisitions: {
    whose: null,
    columns: {
      code: 'job_role budget_line budget_control status',
      text: 'because reason',
      staff: 'requested_by',
    },
  },
  shifts: { whose: null, columns: { code: 'status breaks', text: 'reason' } },
  skill_gap_evidence: { whose: null, columns: { code: 'kind' } },
  skill_gaps: { whose: null, columns: { code: 'source criterion_key course_key status' } },
  sites: { whose: null, columns: { ours: 'name time_zone source source_id' } },
  skills: { whose: null, columns: { code: 'key', ours: 'name' } },
  staffing_requirements: { whose: null, columns: { code: 'source' } },
  teams: { whose: null, columns: { ours: 'name source source_id' } },
};
