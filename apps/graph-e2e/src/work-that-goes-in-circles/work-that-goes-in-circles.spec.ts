import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenManagers, givenPolicy } from '../../test/policies.ts';
import { givenContact } from '../../test/reviews.ts';
import { givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { aKey, asked, must, type Who } from '../../test/verbs.ts';

let now = new Date('2026-05-01T08:00:00.000Z');
let world: GraphWorld;
let place: Place;
let manager: Who;
let otherTeam: string;
let customerId: string;
let policyVersionId: string;
const admin: Who = { role: 'admin' };
const HOUR = 3_600_000;
const POUNDS_AN_HOUR = 15;

/** How one kind of case goes: at which hours after it came it is handed to the other team and back, and at which somebody works on it, how long. */
interface Plan {
  readonly day: string;
  readonly count: number;
  readonly handOvers: readonly number[];
  readonly contacts: readonly (readonly [hour: number, minutes: number])[];
}
const plans: readonly Plan[] = [
  { day: '2026-05-04', count: 6, handOvers: [1, 5], contacts: [[2, 12]] },
  { day: '2026-05-11', count: 9, handOvers: [], contacts: [[2, 10]] },
  { day: '2026-05-12', count: 3, handOvers: [], contacts: [] },
  {
    day: '2026-06-08',
    count: 4,
    handOvers: [1, 4],
    contacts: [
      [2, 15],
      [6, 5],
    ],
  },
  {
    day: '2026-06-09',
    count: 2,
    handOvers: [1, 5, 6, 9],
    contacts: [
      [3, 30],
      [7, 12],
    ],
  },
  { day: '2026-06-10', count: 5, handOvers: [1], contacts: [[3, 20]] },
];
/** When every case is answered. */
const ANSWER = 10;
const at = ({ day }: Plan, hour: number) => new Date(Date.parse(`${day}T08:00:00Z`) + hour * HOUR);

async function bulk(plan: Plan, references: readonly string[], history?: object): Promise<string[]> {
  const cases = references.map((id) => ({
    ...{ type: 'COMPLAINT', channel: 'PHONE', subject: 'A late kettle', customerId, siteId: place.siteId },
    ...{ category: { product: 'Kettle' }, teamId: place.teamId, openedAt: at(plan, 0).toISOString() },
    ...{ externalReference: { source: 'desk', id }, ...(history && { history }) },
  }));
  type Opened = { cases: { case: { id: string } }[]; refused: object[] };
  const OPENED = ['openCases', 'CasesOpened', 'cases { case { id } } refused { problems { path message } }'] as const;
  const opened = await must<Opened>(world, admin, OPENED, { cases });
  expect(opened.refused).toEqual([]);
  return opened.cases.map((each) => each.case.id);
}

/** Lets cases go as planned, hour by hour. */
async function goes(plan: Plan): Promise<void> {
  const references = Array.from({ length: plan.count }, () => aKey());
  now = at(plan, 0);
  const ids = await bulk(plan, references);
  for (let hour = 1; hour < ANSWER; hour += 1) {
    now = at(plan, hour);
    const turn = plan.handOvers.indexOf(hour);
    for (const caseId of turn < 0 ? [] : ids) {
      const teamId = turn % 2 === 0 ? otherTeam : place.teamId;
      await must(world, manager, ['assignCase', 'CaseAssigned', '__typename'], { caseId, teamId });
    }
    for (const [, minutes] of plan.contacts.filter(([when]) => when === hour))
      for (const caseId of ids)
        await givenContact(world, manager, caseId, {
          direction: 'OUTBOUND',
          handleTime: `PT${minutes}M`,
          occurredAt: now.toISOString(),
        });
  }
  now = at(plan, ANSWER);
  await bulk(plan, references, { resolvedAt: now.toISOString(), outcome: 'EXPLANATION' });
}

beforeAll(async () => {
  world = await startGraph({ now: () => now });
  place = await givenPlace(world, 'Desk');
  const managers = await givenManagers(world, place);
  manager = managers.author;
  const FORMED = ['formTeam', 'TeamFormed', 'team { id }'] as const;
  const formed = await must<{ team: { id: string } }>(world, admin, FORMED, { name: 'Claims', siteId: place.siteId });
  otherTeam = formed.team.id;
  const people = [place.personId];
  for (const name of ['Ann', 'Bob', 'Cyd', 'Dee'])
    people.push(await givenPerson(world, place, `${name} Desk`, 'AGENT'));
  for (const personId of people)
    await must(world, admin, ['agreeEmployment', 'EmploymentAgreed', '__typename'], {
      ...{ idempotencyKey: aKey(), personId, from: '2026-05-01', pattern: 'FULL_TIME', weeklyHours: 'PT37H30M' },
      ...{ fullTimeWeek: 'PT37H30M', costRate: { amount: `${POUNDS_AN_HOUR}.00`, currency: 'GBP' } },
    });
  const REGISTERED = ['registerCustomers', 'CustomersRegistered', 'customers { customer { id } }'] as const;
  const registered = await must<{ customers: { customer: { id: string } }[] }>(world, admin, REGISTERED, {
    customers: [
      {
        ...{ kind: 'PERSON', givenName: 'Cy', registeredAt: '2026-05-01T00:00:00Z' },
        externalIdentity: { source: 'desk', id: '1' },
      },
    ],
  });
  customerId = registered.customers[0]?.customer.id ?? '';
  const text = 'Whoever takes a complaint answers it, and the customer hears from us before it is closed.';
  const clauses = [{ anchor: 'one-hand', heading: 'One hand', text }];
  const policy = await givenPolicy(world, managers, { title: 'Complaints stay in one hand', clauses });
  policyVersionId = policy.policyVersion.id;
  for (const plan of plans) await goes(plan);
  now = new Date('2026-06-30T08:00:00.000Z');
  await world.quiet();
}, 180_000);
afterAll(() => world?.close());

const period = { from: '2026-05-01', to: '2026-07-01' };

/** What the plans come to, counted by going through them hand-over by hand-over. */
function counted(month: string | null) {
  const sum = { cases: 0, times: 0, away: 0, minutes: 0 };
  for (const { day, count, handOvers, contacts } of plans) {
    if ((month !== null && !day.startsWith(month)) || handOvers.length < 2) continue;
    const [first = 0, last = 0] = [handOvers[0], handOvers.at(-1)];
    sum.cases += count;
    sum.times += count * (handOvers.length - 1);
    sum.away += count * (last - first);
    for (const [hour, minutes] of contacts) if (hour >= first && hour < last) sum.minutes += count * minutes;
  }
  return sum;
}
const lasting = (minutes: number) => {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `PT${hours > 0 ? `${hours}H` : ''}${rest > 0 ? `${rest}M` : ''}`;
};
const asTold = ({ cases, times, minutes }: ReturnType<typeof counted>) => ({
  ...{ cases, times, touchTime: lasting(minutes) },
  cost: { amount: ((minutes / 60) * POUNDS_AN_HOUR).toFixed(2), currency: 'GBP' },
});

const MAP = `query ($period: MetricPeriod!) { processMap(period: $period) { cases variantCount time { touchTime }
  edges { from to times cases medianWait } variants { key activities cases }
  loops { teams { name } cases times extraWaiting touchTime unratedTouchTime cost { amount currency }
    months { month cases times extraWaiting touchTime cost { amount currency } } } } }`;
const LISTED = `query ($period: MetricPeriod!, $of: ProcessSelectionInput!) { processCases(period: $period, of: $of, first: 100) {
  totalCount nodes { case { subject } steps { activity team { name } } } } }`;
interface Listed {
  readonly processCases: {
    readonly totalCount: number;
    readonly nodes: readonly {
      case: { subject: string };
      steps: readonly { activity: string; team: { name: string } | null }[];
    }[];
  };
}
interface Loop {
  readonly teams: readonly { readonly name: string }[];
  readonly extraWaiting: string;
  readonly months: readonly object[];
}
interface Told {
  readonly cases: number;
  readonly variantCount: number;
  readonly time: { readonly touchTime: string };
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly times: number;
    readonly cases: number;
  }[];
  readonly variants: readonly { readonly key: string; readonly cases: number }[];
  readonly loops: readonly Loop[];
}

describe('cases that go to and fro between two teams', () => {
  it('are told as a loop, with how often, how long they were away, and what it costs month by month', async () => {
    const { processMap } = await asked<{ processMap: Told }>(world, manager, MAP, { period });
    const all = plans.reduce((sum, { count }) => sum + count, 0);
    expect(processMap.cases).toBe(all);
    expect(processMap.variants.reduce((sum, { cases }) => sum + cases, 0)).toBe(all);
    const worked = plans.reduce(
      (sum, { count, contacts }) => sum + count * contacts.reduce((more, [, each]) => more + each, 0),
      0,
    );
    expect(processMap.time.touchTime).toBe(lasting(worked));
    const handOvers = plans.reduce((sum, { count, handOvers: each }) => sum + count * each.length, 0);
    const ofHandOvers = processMap.edges.filter(({ to }) => to === 'HANDED_OVER');
    expect(ofHandOvers.reduce((sum, { times }) => sum + times, 0)).toBe(handOvers);
    expect(processMap.loops).toHaveLength(1);
    const [loop] = processMap.loops;
    expect(loop).toMatchObject({ ...asTold(counted(null)), unratedTouchTime: 'PT0S' });
    expect(loop?.teams.map(({ name }) => name).sort()).toEqual(['Claims', 'Desk team']);
    expect(loop?.months).toMatchObject([
      { month: '2026-05-01', ...asTold(counted('2026-05')) },
      { month: '2026-06-01', ...asTold(counted('2026-06')) },
    ]);
    // Six cases at twelve minutes, then four at fifteen and two at forty-two: 18.00 and 36.00.
    expect(loop?.months).toMatchObject([{ cost: { amount: '18.00' } }, { cost: { amount: '36.00' } }]);
    expect(asHours(loop?.extraWaiting ?? '')).toBe(counted(null).away);
  });

  it('are listed behind it, and no other', async () => {
    const of = { loop: [place.teamId, otherTeam] };
    const { processCases } = await asked<Listed>(world, manager, LISTED, { period, of });
    expect(processCases.totalCount).toBe(counted(null).cases);
    for (const { case: each, steps } of processCases.nodes) {
      expect(each.subject).toBe('A late kettle');
      const handed = steps.filter(({ activity }) => activity === 'HANDED_OVER').map(({ team }) => team?.name);
      expect(handed.slice(0, 2)).toEqual(['Claims', 'Desk team']);
    }
  });
});

/** Whole hours of a length of time in days and hours. */
function asHours(text: string): number {
  const [, days = '0', hours = '0'] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?)?$/.exec(text) ?? [];
  return Number(days) * 24 + Number(hours);
}

describe('a procedure that the policy states', () => {
  it('is what answered cases are held against: how many conform, and which do not and how', async () => {
    const steps = [
      { activity: 'OPENED' },
      { activity: 'STARTED', isOptional: true },
      { activity: 'ANSWERED', mayRepeat: true },
      { activity: 'RESOLVED' },
    ];
    const DECLARED = [
      'declareProcedure',
      'ProcedureDeclared',
      'procedure { id number policyVersion { id number } }',
    ] as const;
    type Declared = { procedure: { id: string; number: number; policyVersion: { id: string; number: number } } };
    const input = { idempotencyKey: aKey(), name: 'A complaint', steps, policyVersionId };
    const { procedure } = await must<Declared>(world, manager, DECLARED, input);
    expect(procedure).toMatchObject({ number: 1, policyVersion: { id: policyVersionId, number: 1 } });
    const query = `query ($id: ID!, $period: MetricPeriod!) { processConformance(procedureId: $id, period: $period) {
      cases conforming share deviations { kind activity times cases } } }`;
    type Held = { processConformance: { cases: number; conforming: number; share: number; deviations: object[] } };
    const { processConformance } = await asked<Held>(world, manager, query, { id: procedure.id, period });
    const sum = (which: (plan: Plan) => number) => plans.reduce((all, plan) => all + which(plan), 0);
    const [cases, straight] = [
      sum(({ count }) => count),
      sum((p) => (p.handOvers.length === 0 && p.contacts.length > 0 ? p.count : 0)),
    ];
    expect(processConformance).toEqual({
      ...{ cases, conforming: straight, share: straight / cases },
      deviations: [
        {
          ...{ kind: 'EXTRA', activity: 'HANDED_OVER', times: sum(({ count, handOvers }) => count * handOvers.length) },
          cases: sum(({ count, handOvers }) => (handOvers.length > 0 ? count : 0)),
        },
        { kind: 'SKIPPED', activity: 'ANSWERED', times: 3, cases: 3 },
      ],
    });
    const deviation = { procedureId: procedure.id, kind: 'SKIPPED', activity: 'ANSWERED' };
    const { processCases } = await asked<Listed>(world, manager, LISTED, { period, of: { deviation } });
    expect(processCases.totalCount).toBe(3);
    expect(
      processCases.nodes.map(({ steps: done }) => done.map(({ activity }) => activity).includes('ANSWERED')),
    ).toEqual([false, false, false]);
  });
});
