import { instant, lowPick, oneOf, padded, person, pick, siteOf, teamOf } from '@courtesy/metrics/test/many-facts.ts';
import { FAMILY, GIVEN } from '@courtesy/tools/bench/customers-data.ts';
import { organisation } from '@courtesy/tools/bench/year-of-facts.ts';

/** What an answer and a resolution may take, in milliseconds: four hours and five days, by a calendar that is open day and night. */
const [ANSWER_MS, RESOLUTION_MS] = [14_400_000, 432_000_000];
const TYPES = ['COMPLAINT', 'ENQUIRY', 'REQUEST', 'INCIDENT', 'RETURN', 'FEEDBACK'];
const CHANNELS = ['EMAIL', 'PHONE', 'PORTAL', 'CHAT', 'SOCIAL', 'LETTER', 'SMS', 'FACE_TO_FACE'];
const OUTCOMES = ['EXPLANATION', 'RELIEF', 'MONETARY_RELIEF', 'NO_RELIEF'];
const ALWAYS = `{"timeZone": "Europe/London", "week": {${['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  .map((day) => `"${day}": [["00:00", "24:00"]]`)
  .join(', ')}}, "exceptions": []}`;

/** Names and SQL of the statements that fill one database. */
export type Fill = readonly (readonly [name: string, sql: string])[];

const year = organisation(0);
const { sites, teamsPerSite, peoplePerTeam } = year;
const teams = sites * teamsPerSite;
const people = teams * peoplePerTeam;
const customersOf = (cases: number) => Math.ceil(cases / 3);
const rows = (count: number) => `generate_series(0::bigint, ${count} - 1) AS s (i)`;
const [siteOfTeam, leadOfTeam] = [padded('site', `i / ${teamsPerSite}`), padded('pers', `i * ${peoplePerTeam}`)];
const [teamOfPerson, siteOfPerson] = [padded('team', teamOf(year, 'i')), padded('site', siteOf(year, 'i'))];
/** The first of each team leads it. */
const leads = `i % ${peoplePerTeam} = 0`;
const leadOfPerson = `CASE WHEN NOT ${leads} THEN ${padded('pers', `i - i % ${peoplePerTeam}`)} END`;
const jobRole = `CASE WHEN ${leads} THEN 'LEAD' ELSE 'AGENT' END`;

/** Regions, sites, teams and people, under the ids that cases and facts name them by. */
export const workforceRows: Fill = [
  [
    'regions',
    `INSERT INTO regions (id, name, version) SELECT ${padded('reg', 'i')}, 'Region ' || i, 1 FROM ${rows(4)}`,
  ],
  [
    'sites',
    `INSERT INTO sites (id, name, region_id, time_zone, version) SELECT ${padded('site', 'i')}, 'Site ' || i, ${padded('reg', 'i % 4')}, 'Europe/London', 1 FROM ${rows(sites)}`,
  ],
  [
    'teams',
    `INSERT INTO teams (id, name, site_id, version) SELECT ${padded('team', 'i')}, 'Team ' || i, ${siteOfTeam}, 1 FROM ${rows(teams)}`,
  ],
  [
    'people',
    `INSERT INTO people (id, display_name, given_name, family_name, email, job_role, site_id, team_id, manager_id, joined_at, version)
     SELECT ${padded('pers', 'i')}, given || ' ' || family, given, family, 'person' || i || '@example.org', ${jobRole}, ${siteOfPerson}, ${teamOfPerson}, ${leadOfPerson}, '2020-01-01Z', 1
     FROM ${rows(people)} CROSS JOIN LATERAL (SELECT ${oneOf('given', GIVEN)} AS given, ${oneOf('family', FAMILY)} AS family) AS named`,
  ],
  [
    'leads',
    `UPDATE teams SET lead_id = led.lead FROM (SELECT ${padded('team', 'i')} AS id, ${leadOfTeam} AS lead FROM ${rows(teams)}) AS led WHERE led.id = teams.id`,
  ],
];

/** One customer for each three cases, with an e-mail address and a telephone number. */
export function customerRows(cases: number): Fill {
  const customers = rows(customersOf(cases));
  const since = `timestamptz '2020-01-01Z' + i * interval '7 minutes'`;
  const reach = (kind: string, place: number, words: string) =>
    `INSERT INTO contact_points (id, customer_id, kind, value, normalised, national, valid_from)
     SELECT ${padded('cpt', `i * 2 + ${place}`)}, ${padded('cust', 'i')}, '${kind}', ${words}, ${since} FROM ${customers}`;
  const digits = `lpad(i::text, 9, '0')`;
  return [
    [
      'customers',
      `INSERT INTO customers (id, kind, given_name, family_name, preferred_language, territory, country, registered_at, version)
       SELECT ${padded('cust', 'i')}, 'PERSON', ${oneOf('given', GIVEN)}, ${oneOf('family', FAMILY)}, 'en-GB', 'T' || ${lowPick('territory', year.territories)}, 'GB', ${since}, 1 FROM ${customers}`,
    ],
    [
      'e-mail addresses',
      reach('EMAIL', 0, `'customer' || i || '@example.org', 'customer' || i || '@example.org', NULL`),
    ],
    ['telephone numbers', reach('PHONE', 1, `'+44 7' || ${digits}, '+447' || ${digits}, '7' || ${digits}`)],
  ];
}

/** All that is made up about each case, from which its rows in every table follow. Of fifty cases one is still open at the end of the year. */
const desk = (cases: number) => {
  const customer = padded('cust', pick('customer', customersOf(cases)));
  return `
  CREATE TEMPORARY TABLE desk AS
  SELECT i, ${padded('case', 'i')} AS id, ${customer} AS customer_id, ${padded('site', siteOf(year, 'w.who'))} AS site_id, ${padded('team', teamOf(year, 'w.who'))} AS team_id,
    CASE WHEN ${pick('nobody', 20)} > 0 THEN ${padded('pers', 'w.who')} END AS assignee_id,
    ${oneOf('type', TYPES)} AS type, ${oneOf('priority', ['NORMAL', 'HIGH', 'LOW', 'URGENT'])} AS priority, ${oneOf('channel', CHANNELS)} AS channel,
    'Product ' || ${lowPick('product', year.products)} AS product, CASE WHEN ${pick('no issue', 9)} > 0 THEN 'Issue ' || ${lowPick('issue', year.issues)} END AS issue,
    stands.status, o.at AS opened_at, o.at + 0.03 * length AS assigned_at,
    CASE WHEN stands.status <> 'NEW' THEN o.at + (5 + ${pick('answered', 45)}) / 100.0 * length END AS answered_at,
    CASE WHEN stands.status IN ('RESOLVED', 'CLOSED') THEN o.at + length END AS resolved_at,
    CASE WHEN stands.status = 'CLOSED' THEN o.at + length + interval '7 days' END AS closed_at,
    CASE WHEN stands.status IN ('RESOLVED', 'CLOSED') THEN ${oneOf('outcome', OUTCOMES)} END AS outcome,
    CASE WHEN stands.status IN ('RESOLVED', 'CLOSED') AND ${pick('asked', 3)} = 0 THEN ${pick('disputed', 5)} = 0 END AS disputed,
    ${pick('prioritised', 8)} = 0 AS is_prioritised, ${pick('told', 2)} = 0 AS is_told
  FROM ${rows(cases)} CROSS JOIN LATERAL (SELECT ${person(year)} AS who) AS w
  CROSS JOIN LATERAL (SELECT ${instant(year).replaceAll(':n', String(cases))} AS at, make_interval(secs => exp(ln(600) + ${pick('length', 10_000)} / 10000.0 * ln(2000))) AS length) AS o
  CROSS JOIN LATERAL (SELECT CASE WHEN ${pick('open', 50)} > 0 THEN ${oneOf('ended', ['CLOSED', 'RESOLVED'])} ELSE ${oneOf('open', ['OPEN', 'NEW'])} END AS status) AS stands`;
};

/** What happened to each case, a row for each step that was taken. */
const steps = (columns: string, taken: readonly string[]) =>
  `FROM desk AS d CROSS JOIN LATERAL (VALUES ${taken.map((values, step) => `(${step}, ${values})`).join(', ')}) AS m (step, at, ${columns}) WHERE m.at IS NOT NULL`;
const stepId = (prefix: string) => padded(prefix, 'd.i * 8 + m.step');

const MOVEMENTS = `
  INSERT INTO case_movements (id, case_id, kind, at, recorded_at, recorded_by, person_id, from_status, to_status, outcome, from_priority, priority, reason, site_id, team_id, assignee_id, disputed)
  SELECT ${stepId('cmov')}, d.id, m.kind, m.at, m.at, 'bench', CASE WHEN m.step > 1 THEN d.assignee_id END, m.from_status, m.to_status, CASE WHEN m.step = 4 THEN d.outcome END,
    CASE WHEN m.step = 2 THEN CASE d.priority WHEN 'NORMAL' THEN 'LOW' ELSE 'NORMAL' END END, CASE WHEN m.step = 2 THEN d.priority END,
    CASE WHEN m.step = 2 THEN 'The customer told us more.' END, CASE WHEN m.step = 1 THEN d.site_id END, CASE WHEN m.step = 1 THEN d.team_id END,
    CASE WHEN m.step = 1 THEN d.assignee_id END, CASE WHEN m.step = 5 THEN d.disputed END
  ${steps('kind, from_status, to_status', [
    `d.opened_at, 'STATUS', NULL, 'NEW'`,
    `d.assigned_at, 'ASSIGNED', 'NEW', 'NEW'`,
    `CASE WHEN d.is_prioritised THEN d.assigned_at + interval '6 seconds' END, 'PRIORITISED', 'NEW', 'NEW'`,
    `d.answered_at, 'STATUS', 'NEW', 'OPEN'`,
    `d.resolved_at, 'STATUS', 'OPEN', 'RESOLVED'`,
    `CASE WHEN d.disputed IS NOT NULL THEN d.resolved_at + interval '1 day' END, 'DISPUTED', 'RESOLVED', 'RESOLVED'`,
    `d.closed_at, 'STATUS', 'RESOLVED', 'CLOSED'`,
  ])}`;

const late = (done: string, ms: number) =>
  `CASE WHEN d.${done} IS NULL OR d.${done} > d.opened_at + interval '${ms} ms' THEN d.opened_at + interval '${ms} ms' END`;

const CLOCKS = `
  INSERT INTO clock_events (id, case_id, clock, segment, kind, at, recorded_at, target, calendar_version_id, cause, known_from)
  SELECT ${stepId('clke')}, d.id, m.clock, 1, m.kind, m.at, m.at, m.target, 'calv_00000000', m.cause, m.at
  ${steps('clock, kind, target, cause', [
    `d.opened_at, 'FIRST_RESPONSE', 'START', ${ANSWER_MS}::bigint, 'OPENED'`,
    `d.opened_at, 'RESOLUTION', 'START', ${RESOLUTION_MS}, 'OPENED'`,
    `${late('answered_at', ANSWER_MS)}, 'FIRST_RESPONSE', 'BREACH', ${ANSWER_MS}, 'DUE'`,
    `d.answered_at, 'FIRST_RESPONSE', 'STOP', ${ANSWER_MS}, ${padded('intr', 'd.i * 8 + 1')}`,
    `${late('resolved_at', RESOLUTION_MS)}, 'RESOLUTION', 'BREACH', ${RESOLUTION_MS}, 'DUE'`,
    `d.resolved_at, 'RESOLUTION', 'STOP', ${RESOLUTION_MS}, 'RESOLVED'`,
  ])}`;

const DUE = `
  INSERT INTO clock_due (case_id, clock, segment, due_at, target, calendar_version_id, noticed_at)
  SELECT d.id, m.clock, 1, m.at, m.target, 'calv_00000000', m.at
  ${steps('clock, target', [
    `CASE WHEN d.answered_at IS NULL THEN ${late('answered_at', ANSWER_MS)} END, 'FIRST_RESPONSE', ${ANSWER_MS}::bigint`,
    `CASE WHEN d.resolved_at IS NULL THEN ${late('resolved_at', RESOLUTION_MS)} END, 'RESOLUTION', ${RESOLUTION_MS}`,
  ])}`;

const INTERACTIONS = `
  INSERT INTO interactions (id, case_id, customer_id, channel, direction, occurred_at, recorded_at, recorded_by, person_id, handle_ms, body)
  SELECT ${stepId('intr')}, d.id, d.customer_id, d.channel, m.direction, m.at, m.at, 'bench', CASE WHEN m.step > 0 THEN d.assignee_id END,
    CASE WHEN m.step > 0 THEN 60000 + d.i % 900000 END, m.words || ' It is about my ' || lower(d.product) || '. ' || repeat('More is to be said of it than fits one line. ', 1 + (d.i % 6)::integer)
  ${steps('direction, words', [
    `d.opened_at, 'INBOUND', 'I am writing for the second time this year.'`,
    `d.answered_at, 'OUTBOUND', 'Thank you for your message. We are looking into it.'`,
    `CASE WHEN d.is_told THEN d.resolved_at END, 'OUTBOUND', 'Thank you for your patience. This is what we found.'`,
  ])}`;

/** So many cases of one year, with the steps, clocks and contacts of each. */
export const caseRows = (cases: number): Fill => [
  [
    'copies of sites',
    `INSERT INTO site_copy (id, region_id) SELECT ${padded('site', 'i')}, ${padded('reg', 'i % 4')} FROM ${rows(sites)}`,
  ],
  [
    'copies of people',
    `INSERT INTO person_copy (id, role, site_id, team_id, manager_id) SELECT ${padded('pers', 'i')}, ${jobRole}, ${siteOfPerson}, ${teamOfPerson}, ${leadOfPerson} FROM ${rows(people)}`,
  ],
  [
    'a copy of the calendar',
    `INSERT INTO calendar_version_copy (id, calendar_id, number, effective_at, hours) VALUES ('calv_00000000', 'cal_00000000', 1, '2020-01-01Z', '${ALWAYS}')`,
  ],
  ['what the cases are', desk(cases)],
  [
    'cases',
    `INSERT INTO cases (id, type, status, priority, channel, subject, product, issue, customer_id, site_id, team_id, assignee_id, opened_at, assigned_at, resolved_at, closed_at,
       outcome, responded_in_time, disputed, reopen_count, number, version, known_from)
     SELECT id, type, status, priority, channel, product || coalesce(': ' || issue, ''), product, issue, customer_id, site_id, team_id, assignee_id, opened_at, assigned_at, resolved_at, closed_at,
       outcome, answered_at <= opened_at + interval '${ANSWER_MS} ms', disputed, 0, i + 1, 4, opened_at FROM desk`,
  ],
  ['movements', MOVEMENTS],
  ['clock events', CLOCKS],
  ['due clocks', DUE],
  ['contacts', INTERACTIONS],
];
