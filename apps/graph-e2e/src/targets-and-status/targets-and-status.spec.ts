import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { rowsOf, until } from '../../test/refunds.ts';
import { givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { aKey, asked, must, type Who } from '../../test/verbs.ts';

/** The day on which everybody joins. */
let now = new Date('2026-01-05T09:00:00Z');
const period = { from: '2026-02-02', to: '2026-03-02' };
const admin: Who = { role: 'admin' };

let world: GraphWorld;
let place: Place;
let partTimer: string;
let lead: Who;
beforeAll(async () => {
  world = await startGraph({ now: () => now });
  place = await givenPlace(world, 'Desk');
  partTimer = await givenPerson(world, place, 'Bea Desk', 'AGENT');
  lead = { role: 'lead', reach: 'TEAM', teamId: place.teamId, siteId: place.siteId };
  await must(world, admin, ['agreeEmployment', 'EmploymentAgreed', '__typename'], {
    ...{ idempotencyKey: aKey(), personId: partTimer, from: '2026-01-05', pattern: 'PART_TIME' },
    ...{ weeklyHours: 'PT22H30M', fullTimeWeek: 'PT37H30M' },
  });
  // Three of four weeks are over.
  now = new Date('2026-02-23T09:00:00Z');
});
afterAll(() => world?.close());

let customerId = '';
/** Cases of somebody that were opened on one day, and that the metrics have counted. */
async function opened(count: number, day: string, assigneeId: string): Promise<void> {
  if (customerId === '') {
    const { customers } = await must<{ customers: { customer: { id: string } }[] }>(
      world,
      admin,
      ['registerCustomers', 'CustomersRegistered', 'customers { customer { id } }'],
      {
        customers: [
          {
            kind: 'PERSON',
            givenName: 'Cy',
            externalIdentity: { source: 'x', id: '1' },
            registeredAt: '2026-01-05T00:00:00Z',
          },
        ],
      },
    );
    customerId = customers[0]?.customer.id ?? '';
  }
  const { siteId, teamId } = place;
  const cases = Array.from({ length: count }, () => ({
    ...{ type: 'ENQUIRY', channel: 'PHONE', subject: 'A question', customerId, siteId, teamId, assigneeId },
    ...{ openedAt: `${day}T12:00:00Z`, externalReference: { source: 'switch', id: aKey() } },
  }));
  const sql = 'SELECT count(*)::integer AS count FROM case_fact';
  const counted = async () => (await rowsOf<{ count: number }>(world, 'metrics', sql))[0]?.count ?? 0;
  const before = await counted();
  await must(world, admin, ['openCases', 'CasesOpened', '__typename'], { cases });
  await until(async () => (await counted()) === before + count);
}

interface SeenCheck {
  readonly asOf: string;
  readonly value: number;
  readonly wanted: number;
  readonly forecast: number;
  readonly status: string;
  readonly explanation: string;
  readonly note: string | null;
}
const CHECK = 'asOf value wanted forecast status explanation note';
const give = async (about: object) => {
  const input = { idempotencyKey: aKey(), metricKey: 'cases.opened', ...period, threshold: 80, direction: 'AT_LEAST' };
  const fields = `target { id standing { ${CHECK} } }`;
  type Given = { target: { id: string; standing: SeenCheck } };
  return (await must<Given>(world, lead, ['giveTarget', 'TargetGiven', fields], { ...input, ...about })).target;
};

describe('a target of 80 in four weeks, when three are over', () => {
  it('of a team with 57 is at risk: at this pace it comes to 76, and who leads it sees why', async () => {
    await opened(57, '2026-02-10', place.personId);
    const target = await give({ teamId: place.teamId });
    expect(target.standing).toEqual({
      ...{ asOf: '2026-02-23', value: 57, wanted: 80, forecast: 76, status: 'AT_RISK', note: null },
      explanation: '57 in 21 of 28 working days comes to 76 at the same pace; 80 is wanted.',
    });
    const query = `query ($id: ID!) { team(id: $id) { name targets { nodes { id standing { status } } } } }`;
    expect(await asked(world, lead, query, { id: place.teamId })).toEqual({
      team: { name: 'Desk team', targets: { nodes: [{ id: target.id, standing: { status: 'AT_RISK' } }] } },
    });
  });

  it('of somebody who works three days of five is 48, of which 36 are on track', async () => {
    await until(async () => (await rowsOf(world, 'metrics', 'SELECT 1 FROM working_term_copy')).length > 0);
    await opened(36, '2026-02-11', partTimer);
    const { standing, id } = await give({ personId: partTimer });
    expect(standing).toMatchObject({ value: 36, wanted: 48, forecast: 48, status: 'ON_TRACK' });
    expect(standing.explanation).toContain('12.6 of 16.8 working days');
    const query = `query ($id: ID!) { person(id: $id) { targets { nodes { id person { displayName } } } } }`;
    const own: Who = { role: 'agent', reach: 'TEAM', teamId: place.teamId, personId: partTimer };
    expect(await asked(world, own, query, { id: partTimer })).toEqual({
      person: { targets: { nodes: [{ id, person: { displayName: 'Bea Desk' } }] } },
    });
    expect(await asked(world, { ...own, personId: place.personId }, query, { id: partTimer })).toEqual({
      person: { targets: { nodes: [] } },
    });
  });

  it('is told anew, with a note, when data comes late', async () => {
    const target = await give({ personId: place.personId });
    expect(target.standing).toMatchObject({ value: 57, status: 'AT_RISK' });
    await opened(3, '2026-02-12', place.personId);
    const fields = `target { standing { ${CHECK} } checks { nodes { value note } } }`;
    type Checked = { target: { standing: SeenCheck; checks: { nodes: object[] } } };
    const checked = await must<Checked>(world, lead, ['checkTarget', 'TargetChecked', fields], { targetId: target.id });
    const note = 'Data came late: the figure up to 2026-02-23 was 57 when it was told, and is 60 now.';
    expect(checked.target.standing).toMatchObject({ value: 60, forecast: 80, status: 'ON_TRACK', note });
    expect(checked.target.checks.nodes).toEqual([
      { value: 60, note },
      { value: 57, note: null },
    ]);
    now = new Date('2026-03-02T09:00:00Z');
    const last = await must<Checked>(world, lead, ['checkTarget', 'TargetChecked', fields], { targetId: target.id });
    expect(last.target.standing).toMatchObject({ asOf: '2026-03-02', value: 60, forecast: 60, status: 'MISSED' });
  });
});
