import type { EntityManager } from 'typeorm';

/**
 * A whole number below `below` for each row of a series, the same on every run: which one is told by the row and by what it is for. Source of the mixing:
 * the hash of PostgreSQL itself, which spreads well and never changes within a version.
 */
export const pick = (what: string, below: string | number) =>
  `(abs(hashint8extended(i, hashtext('${what}'))) % ${below})`;
/** The same, but low numbers are drawn more often than high ones, as products and causes are. */
export const lowPick = (what: string, below: number) =>
  `LEAST(${pick(`${what} one`, below)}, ${pick(`${what} other`, below)})`;
export const oneOf = (what: string, words: readonly string[]) =>
  `(ARRAY[${words.map((word) => `'${word}'`).join(', ')}])[1 + ${lowPick(what, words.length)}]`;

/** How much there is. */
export interface Organisation {
  readonly sites: number;
  readonly teamsPerSite: number;
  readonly peoplePerTeam: number;
  readonly products: number;
  readonly issues: number;
  readonly territories: number;
  readonly customers: number;
  /** The first day, such as 2025-01-01, and how many there are. */
  readonly from: string;
  readonly days: number;
  readonly cases: number;
  readonly calls: number;
  readonly contacts: number;
  readonly clocks: number;
  readonly refunds: number;
  readonly decisions: number;
}

export const person = (org: Organisation) => pick('person', org.sites * org.teamsPerSite * org.peoplePerTeam);
export const teamOf = (org: Organisation, who: string) => `${who} / ${org.peoplePerTeam}`;
export const siteOf = (org: Organisation, who: string) => `${who} / ${org.peoplePerTeam * org.teamsPerSite}`;
export const padded = (prefix: string, number: string) => `'${prefix}_' || lpad((${number})::text, 8, '0')`;
/** Busier by day than by night. */
export const instant = (
  org: Organisation,
) => `(timestamp '${org.from}' + make_interval(days => (i * ${org.days} / :n)::int,
  secs => (${pick('hour one', 12)} + ${pick('hour other', 12)}) * 3600 + ${pick('second', 3600)})) AT TIME ZONE 'UTC'`;

const CHANNELS = ['EMAIL', 'PHONE', 'PORTAL', 'CHAT', 'WEB', 'LETTER', 'SOCIAL', 'FACE_TO_FACE'];
const TYPES = ['COMPLAINT', 'QUERY', 'REQUEST', 'INCIDENT'];

/** The SQL that fills each table, with how many rows `:n` it adds. */
export function fillOf(org: Organisation): readonly (readonly [name: string, rows: number, sql: string])[] {
  const who = person(org);
  const [team, site] = [teamOf(org, 'w.who'), siteOf(org, 'w.who')];
  const attributed = (part: string) => `CASE WHEN ${pick('nobody', 20)} > 0 THEN ${part} END`;
  const customer = padded('cust', pick('customer', org.customers));
  const series = `generate_series(0::bigint, :n - 1) AS s (i) CROSS JOIN LATERAL (SELECT ${who} AS who) AS w`;
  const activity = (kind: string, columns: string, values: string) => `
    INSERT INTO activity_fact (id, kind, at, is_automatic, is_failed, policy_version_ids, known_from, case_id, customer_id, site_id, team_id, person_id${columns})
    SELECT ${padded(kind.toLowerCase(), 'i')}, '${kind}', ${instant(org)}, ${pick('bot', 12)} = 0, ${pick('failed', 9)} = 0, '{}', ${instant(org)},
           CASE WHEN ${pick('of a case', 5)} > 0 THEN ${padded('case', `i * ${org.cases} / :n`)} END, ${customer},
           ${padded('site', site)}, ${padded('team', team)}, ${attributed(padded('pers', 'w.who'))}${values}
    FROM ${series}`;
  return [
    [
      'regions and sites',
      org.sites,
      `INSERT INTO site_copy (id, name, region_id) SELECT ${padded('site', 'i')}, 'Site ' || i, ${padded('reg', 'i % 4')} FROM generate_series(0::bigint, :n - 1) AS s (i)`,
    ],
    [
      'customers',
      org.customers,
      `INSERT INTO customer_copy (id, territory) SELECT ${padded('cust', 'i')}, CASE WHEN i % 7 > 0 THEN 'T' || ${lowPick('territory', org.territories)} END FROM generate_series(0::bigint, :n - 1) AS s (i)`,
    ],
    [
      'cases',
      org.cases,
      `INSERT INTO case_fact (case_id, type, priority, channel, status, product, sub_product, issue, customer_id, site_id, team_id, assignee_id, opened_at,
         assigned_at, resolved_at, outcome, responded_in_time, disputed, reopen_count, known_from)
       SELECT ${padded('case', 'i')}, ${oneOf('type', TYPES)}, ${oneOf('priority', ['NORMAL', 'HIGH', 'LOW', 'URGENT'])}, ${oneOf('channel', CHANNELS)},
              CASE WHEN ${pick('open', 50)} = 0 THEN 'OPEN' ELSE 'RESOLVED' END, 'Product ' || ${lowPick('product', org.products)}, NULL,
              CASE WHEN ${pick('no issue', 9)} > 0 THEN 'Issue ' || ${lowPick('issue', org.issues)} END, ${customer}, ${padded('site', site)}, ${padded('team', team)},
              ${attributed(padded('pers', 'w.who'))}, o.at, o.at,
              CASE WHEN ${pick('open', 50)} > 0 THEN o.at + make_interval(secs => exp(ln(600) + ${pick('length', 10_000)} / 10000.0 * ln(2000))) END,
              CASE WHEN ${pick('open', 50)} > 0 THEN ${oneOf('outcome', ['EXPLANATION', 'RELIEF', 'MONETARY_RELIEF', 'DECLINED'])} END,
              CASE WHEN ${pick('timed', 10)} > 0 THEN ${pick('late', 6)} > 0 END, CASE WHEN ${pick('asked', 3)} = 0 THEN ${pick('disputed', 5)} = 0 END,
              CASE WHEN ${pick('again', 15)} = 0 THEN 1 ELSE 0 END, o.at
       FROM ${series} CROSS JOIN LATERAL (SELECT ${instant(org)} AS at) AS o`,
    ],
    [
      'calls',
      org.calls,
      `INSERT INTO call_fact (id, customer_id, site_id, team_id, person_id, direction, service, priority, outcome, occurred_at, wait_ms, handle_ms, known_from)
       SELECT ${padded('call', 'i')}, ${customer}, ${padded('site', site)}, ${padded('team', team)}, ${attributed(padded('pers', 'w.who'))}, ${oneOf('direction', ['INBOUND', 'INBOUND', 'OUTBOUND'])},
              'Service ' || ${pick('service', 6)}, ${pick('priority', 3)}, ${oneOf('ended', ['ANSWERED', 'ANSWERED', 'ABANDONED', 'LEFT_MENU'])}, ${instant(org)},
              ${pick('wait', 90_000)}, ${pick('handle', 900_000)}, ${instant(org)} FROM ${series}`,
    ],
    [
      'contacts',
      org.contacts,
      activity(
        'CONTACT',
        ', channel, direction, handle_ms',
        `, ${oneOf('channel', CHANNELS)}, ${oneOf('direction', ['INBOUND', 'OUTBOUND'])}, ${pick('handle', 1_200_000)}`,
      ),
    ],
    [
      'clocks',
      org.clocks,
      activity(
        'CLOCK',
        ', topic, outcome, ended_at',
        `, ${oneOf('clock', ['FIRST_RESPONSE', 'RESOLUTION'])}, ${oneOf('kept', ['MET', 'MET', 'BREACHED', 'RUNNING'])}, ${instant(org)} + interval '5 hours'`,
      ),
    ],
    [
      'refunds',
      org.refunds,
      activity(
        'REFUND',
        ', outcome, ended_at, amount, currency',
        `, ${oneOf('paid', ['SETTLED', 'REFUSED'])}, ${instant(org)} + interval '2 days', ${pick('amount', 20_000)}, CASE WHEN ${pick('euro', 8)} = 0 THEN 'EUR' ELSE 'GBP' END`,
      ),
    ],
    [
      'decisions',
      org.decisions,
      activity('DECISION', ', outcome', `, ${oneOf('decided', ['ALLOW', 'DENY', 'NEEDS_APPROVAL'])}`),
    ],
  ];
}

/** Fills the tables of facts as its feeds would have, only faster, and answers how many facts there are. */
export async function fillFacts(
  manager: Pick<EntityManager, 'query'>,
  org: Organisation,
  say: (line: string) => void = () => {},
) {
  let facts = 0;
  for (const [name, rows, sql] of fillOf(org)) {
    if (rows === 0) continue;
    await manager.query(sql.replaceAll(':n', String(rows)));
    say(`${rows} ${name}`);
    if (!['regions and sites', 'customers'].includes(name)) facts += rows;
  }
  return facts;
}
