import { commonPersonalData, OF_CASE, OF_CUSTOMER, withPast, type PersonalDataMap } from '@courtesy/persistence';

const ofCase = {
  code: 'type priority channel status outcome split_from',
  text: 'product sub_product issue sub_issue',
};
const ofCall = { code: 'direction outcome', text: 'service' };
const ofActivity = { code: 'kind channel direction topic outcome' };

/** Of every column of text in this service: whose it is, and what becomes of it when a customer is erased. No figure moves. */
export const personalData: PersonalDataMap = withPast(
  {
    ...commonPersonalData,
    case_fact: { whose: OF_CUSTOMER, columns: ofCase },
    case_fact_past: { whose: OF_CUSTOMER, columns: ofCase },
    call_fact: { whose: OF_CUSTOMER, columns: ofCall },
    call_fact_past: { whose: OF_CUSTOMER, columns: ofCall },
    activity_fact: { whose: OF_CUSTOMER, columns: ofActivity },
    activity_fact_past: { whose: OF_CUSTOMER, columns: ofActivity },
    budget_commitments: { whose: null, columns: { code: 'status' } },
    budget_lines: { whose: null, columns: { code: 'category control' } },
    budgets: { whose: null, columns: { code: 'status', ours: 'name' } },
    cause_attributions: { whose: OF_CASE, columns: { words: 'because', staff: 'attributed_by' } },
    causes: { whose: null, columns: { ours: 'name', staff: 'recorded_by' } },
    cost_entries: { whose: null, columns: { code: 'kind', text: 'because', staff: 'entered_by' } },
    course_passes: { whose: null, columns: {} },
    customer_cohort: { whose: 'id = ANY ($1)', columns: { code: 'tier' } },
    case_step: { whose: null, columns: { code: 'activity' } },
    // A territory is a country or a state of it, by which months are counted.
    customer_copy: { whose: 'id = ANY ($1)', columns: { code: 'territory' } },
    customer_adjustments: { whose: OF_CUSTOMER, columns: { code: 'adjustments' } },
    data_quality_findings: { whose: null, columns: { code: 'facts', text: 'waiver' } },
    data_quality_rules: { whose: null, columns: { code: 'kind facts severity' } },
    day_audience: { whose: null, columns: { code: 'roles site_ids' } },
    day_authority: { whose: null, columns: { code: 'decision_type role' } },
    day_matter: { whose: null, columns: { code: 'kind for_role barred_ids detail' } },
    day_reading: { whose: null, columns: { code: 'kind', ours: 'title' } },
    decision_facts: { whose: null, columns: { code: 'facts_hash' } },
    goals: { whose: null, columns: { ours: 'name' } },
    idea_answers: { whose: null, columns: { code: 'decision', text: 'reply' } },
    ideas: { whose: null, columns: { code: 'decision', ours: 'title', text: 'words' } },
    initiatives: {
      whose: null,
      columns: { code: 'metric_key direction status', ours: 'title', text: 'because baseline' },
    },
    insights: {
      whose: null,
      columns: { code: 'metric_key decision', ours: 'title department', text: 'ask reply' },
    },
    metric_definition: {
      whose: null,
      columns: {
        code: 'key unit numerator denominator additivity dimensions',
        ours: 'name description formula owner',
      },
    },
    objectives: { whose: null, columns: { ours: 'name' } },
    person_copy: { whose: null, columns: { ours: 'name' } },
    procedure_versions: { whose: null, columns: { ours: 'name', code: 'steps' } },
    region_copy: { whose: null, columns: { ours: 'name' } },
    report_commentary: { whose: null, columns: { text: 'section words', staff: 'written_by' } },
    report_definitions: { whose: null, columns: { code: 'key', ours: 'name', text: 'sections', staff: 'defined_by' } },
    report_files: { whose: null, columns: { code: 'format sha256', text: 'bytes' } },
    report_runs: {
      whose: null,
      columns: { code: 'time_zone content_hash', ours: 'name', text: 'content', staff: 'run_by signed_by' },
    },
    report_schedules: { whose: null, columns: { code: 'key rhythm time_of_day', staff: 'recipients' } },
    report_sendings: { whose: null, columns: { code: 'state', staff: 'address', text: 'last_error' } },
    report_tries: { whose: null, columns: { code: 'outcome fault' } },
    rollup_basis: { whose: null, columns: { code: 'zone shape' } },
    rollup_cell: { whose: null, columns: { code: 'rollup level cuboid companion currency', text: 'value' } },
    rollup_day: { whose: null, columns: { code: 'rollup' } },
    rollup_due: { whose: null, columns: { code: 'topic level' } },
    rollup_restatement: { whose: null, columns: { code: 'rollup' } },
    site_copy: { whose: null, columns: { ours: 'name' } },
    staff_copy: { whose: null, columns: { code: 'role' } },
    survey_consent_copy: { whose: OF_CUSTOMER, columns: { code: 'channel change' } },
    // How a link is drawn tells nothing of whom it is for.
    survey_invitations: {
      whose: OF_CUSTOMER,
      columns: { code: 'kind occasion_key channel tier state suppressed_because ticket_hash' },
    },
    survey_programme_versions: {
      whose: null,
      columns: { code: 'moment channels', ours: 'question words_question', text: 'because' },
    },
    survey_programmes: { whose: null, columns: { code: 'kind', ours: 'name' } },
    survey_response_versions: {
      whose: 'response_id IN (SELECT id FROM survey_responses WHERE customer_id = ANY ($1))',
      columns: { words: 'words' },
    },
    survey_responses: { whose: OF_CUSTOMER, columns: { code: 'kind tier channel', words: 'words' } },
    survey_tier_copy: { whose: OF_CUSTOMER, columns: { code: 'tier' } },
    target_checks: { whose: null, columns: { code: 'basis status', ours: 'note' } },
    targets: { whose: null, columns: { code: 'metric_key time_zone direction', text: 'because' } },
    team_copy: { whose: null, columns: { ours: 'name' } },
  },
  ['budgets', 'budget_lines', 'budget_commitments'],
);
