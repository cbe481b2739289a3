import type { GraphClient } from '../import/graph-client.ts';
import { GraphFailed } from '../import/graph-failure.ts';
import { CALENDARS, HOLIDAYS, STANDARDS } from './rules.ts';
import { FIRST_DAY, TIME_ZONE } from './two-years.ts';

const publishCalendarQuery = `mutation PublishCalendar($input: PublishCalendarInput!) {
  publishCalendar(input: $input) {
    __typename
    ... on CalendarPublished { calendar { id } }
    ... on CalendarNameTaken { calendar { id } }
    ... on UserError { message }
  }
}`;

const publishStandardQuery = `mutation PublishStandard($input: PublishServiceStandardInput!) {
  publishServiceStandard(input: $input) { __typename ... on UserError { message } }
}`;

const assignCalendarQuery = `mutation AssignSiteCalendar($input: AssignSiteCalendarInput!) {
  assignSiteCalendar(input: $input) { __typename ... on UserError { message } }
}`;

const standardsQuery = `{ standards(first: 100) { nodes { caseType priority } } }`;

/** Publishes the demo's calendars, or finds those of the same names. Returns their ids by key. */
export async function publishCalendars(client: GraphClient, source: string): Promise<ReadonlyMap<string, string>> {
  interface Answer {
    readonly publishCalendar: { readonly calendar?: { readonly id: string }; readonly message?: string };
  }
  const ids = new Map<string, string>();
  for (const { key, name, week } of CALENDARS) {
    const exceptions = HOLIDAYS.map(([date, holiday]) => ({ date, name: holiday, intervals: [] }));
    const input = { name, week, exceptions, timeZone: TIME_ZONE, effectiveFrom: FIRST_DAY };
    const { publishCalendar: result } = await client.ask<Answer>(publishCalendarQuery, {
      input: { ...input, idempotencyKey: `${source}/calendar/${key}` },
    });
    ids.set(key, result.calendar?.id ?? refused(`calendar ${name}`, result.message));
  }
  return ids;
}

/** Publishes the demo's service standards for those kinds of cases that have none yet. */
export async function publishStandards(
  client: GraphClient,
  source: string,
  calendars: ReadonlyMap<string, string>,
): Promise<void> {
  interface Known {
    readonly standards: { readonly nodes: readonly { readonly caseType: string; readonly priority: string | null }[] };
  }
  interface Answer {
    readonly publishServiceStandard: { readonly __typename: string; readonly message?: string };
  }
  const { standards } = await client.ask<Known>(standardsQuery);
  const known = new Set(standards.nodes.map(({ caseType, priority }) => `${caseType} ${priority ?? ''}`));
  for (const { calendar, ...standard } of STANDARDS) {
    const kind = `${standard.caseType} ${standard.priority ?? ''}`;
    if (known.has(kind)) continue;
    const input = {
      ...standard,
      calendarId: calendars.get(calendar),
      effectiveFrom: `${FIRST_DAY}T00:00:00Z`,
      idempotencyKey: `${source}/standard/${kind}`,
    };
    const { publishServiceStandard: result } = await client.ask<Answer>(publishStandardQuery, { input });
    if (result.message) refused(`standard ${standard.name}`, result.message);
  }
}

/** Says by which calendar each site works. */
export async function assignCalendars(
  client: GraphClient,
  pairs: readonly { readonly siteId: string; readonly calendarId: string }[],
): Promise<void> {
  interface Answer {
    readonly assignSiteCalendar: { readonly message?: string };
  }
  for (const input of pairs) {
    const { assignSiteCalendar: result } = await client.ask<Answer>(assignCalendarQuery, { input });
    if (result.message) refused('calendar of a site', result.message);
  }
}

function refused(what: string, message = 'the graph did not say why'): never {
  throw new GraphFailed({ code: 'DEMO_REFUSED', message: `No ${what}: ${message}` });
}
