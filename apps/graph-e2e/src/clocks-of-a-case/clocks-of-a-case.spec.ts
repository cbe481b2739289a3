import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';

let world: GraphWorld;
beforeAll(async () => {
  world = await startGraph();
});
afterAll(() => world?.close());

const admin = { role: 'admin' };

/** Sends a mutation as an administrator; an error or a refusal fails the spec. */
async function tell<T>(mutation: string, input: object, success: string): Promise<T> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { result: ${mutation}(input: $input) { ${success} ... on UserError { message } } }`;
  const { data, errors } = await world.ask<{ result: T & { message?: string } }>(query, { input }, admin);
  if (errors || data.result.message) throw new Error(JSON.stringify(errors ?? data.result.message));
  return data.result;
}

async function givenStandard(): Promise<void> {
  const allDay = [{ opens: '00:00', closes: '24:00' }];
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  const { calendar } = await tell<{ calendar: { id: string } }>(
    'publishCalendar',
    {
      ...{ name: 'Round the clock', effectiveFrom: '2020-01-01', timeZone: 'UTC' },
      week: Object.fromEntries(days.map((day) => [day, allDay])),
    },
    '... on CalendarPublished { calendar { id } }',
  );
  await tell(
    'publishServiceStandard',
    {
      ...{ name: 'At once', calendarId: calendar.id, caseType: 'COMPLAINT' },
      ...{ firstResponse: 'PT1S', resolution: 'PT8H', effectiveFrom: '2020-01-01T00:00:00Z' },
    },
    '... on ServiceStandardPublished { standard { id } }',
  );
  await world.quiet();
}

interface Seen {
  readonly case: {
    readonly clocks: {
      readonly kind: string;
      readonly dueAt: string;
      readonly breachedAt: string | null;
      readonly standard: { readonly name: string };
      readonly calendarVersion: { readonly calendar: { readonly name: string } };
      readonly events: { readonly kind: string; readonly at: string; readonly recordedAt: string }[];
    }[];
  };
}

/** The first clock of a case, once its breach is on record. */
async function untilBreached(id: string) {
  for (;;) {
    const { data, errors } = await world.ask<Seen>(
      `query ($id: ID!) { case(id: $id) { clocks { kind dueAt breachedAt standard { name } calendarVersion { calendar { name } } events { kind at recordedAt } } } }`,
      { id },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    const [first] = data.case.clocks;
    const found = first?.events.find(({ kind }) => kind === 'BREACH');
    if (first && found) return { first, found };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('a case under a standard', () => {
  it('is measured by what policy published, and its breach is on record within two seconds', async () => {
    await givenStandard();
    const { customer } = await tell<{ customer: { id: string } }>(
      'registerCustomer',
      { kind: 'PERSON', givenName: 'Ada' },
      '... on CustomerRegistered { customer { id } }',
    );
    const { case: opened } = await tell<{ case: { id: string } }>(
      'openCase',
      { type: 'COMPLAINT', channel: 'PHONE', subject: 'No heating', customerId: customer.id },
      '... on CaseOpened { case { id } }',
    );
    const { first, found } = await untilBreached(opened.id);
    expect(first).toMatchObject({
      ...{ kind: 'FIRST_RESPONSE', breachedAt: found.at, dueAt: found.at },
      ...{ standard: { name: 'At once' }, calendarVersion: { calendar: { name: 'Round the clock' } } },
    });
    expect(Date.parse(found.recordedAt) - Date.parse(found.at)).toBeLessThan(2_000);
    const { data } = await world.ask<{ casesAtRisk: { nodes: { case: { subject: string }; breached: boolean }[] } }>(
      `{ casesAtRisk(before: "PT1H") { nodes { case { subject } clock breached } } }`,
    );
    expect(data.casesAtRisk.nodes).toEqual([
      { case: { subject: 'No heating' }, clock: 'FIRST_RESPONSE', breached: true },
    ]);
  });
});
