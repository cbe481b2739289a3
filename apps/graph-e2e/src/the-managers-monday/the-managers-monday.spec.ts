import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@courtesy/testing';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { FRIDAY, givenMonday, monday as at, type Monday } from '../../test/monday.ts';
import { until } from '../../test/refunds.ts';
import { asked, pounds, run, type Who } from '../../test/verbs.ts';

const clock = fixedClock(FRIDAY);
let world: GraphWorld;
let story: Monday;
let mel: Who;
beforeAll(async () => {
  world = await startGraph({ now: clock });
  story = await givenMonday(world, clock);
  mel = story.mel;
  await world.quiet();
});
afterAll(() => world?.close());

/** A team that is not the shop's. */
const OTHER_TEAM = 'team_01kjf571m0e2xsgyb3d6fjejhn';

/** What is to be seen to first: kind, score, why, by when, and the calls that clear it. */
const FIRST_TEN = [
  ['INCIDENT', 83, 'A major incident has been open for 2 hours.', at('10:00'), 'resolveIncident'],
  [
    ...['ESCALATION', 82],
    'The caller is asked to take a case over as MANAGER; to be accepted it is due in 15 minutes.',
    ...[at('08:15'), 'acceptEscalation'],
  ],
  ['STAFFING_GAP', 74, '0 of 1 people are planned from 30 minutes from now on.', at('08:30'), 'scheduleShifts'],
  ['CLOCK', 68, 'The resolution is due in 1 hour, of 4 hours promised.', at('09:00'), 'resolveCase'],
  [
    ...['READING', 67],
    '5 people have not read "Refunds, returns, exchanges and compensation" (version 1), which has held for 2 days.',
    ...[FRIDAY, 'acknowledgePolicyVersion'],
  ],
  ['PROMISE', 64, 'A promise to a customer is due in 4 hours.', at('12:00'), 'keepPromise'],
  [
    ...['READING', 59, 'The caller has not read "Spring sale" (version 1), which has held for 2 days.'],
    ...[FRIDAY, 'confirmBriefRead'],
  ],
  [
    ...['PAYOUT', 53, "A refund of GBP 600.00 has waited for 3 hours; the caller's authority covers it."],
    ...['2026-03-03T05:00:00.000Z', 'approveRefund'],
  ],
  [
    ...['SHIFT_SWAP', 52, 'A swap that both agree to has waited for 2 days and is due 1 day ago.'],
    ...['2026-02-28T09:00:00.000Z', 'approveSwap'],
  ],
  [
    ...['BUDGET_LINE', 51],
    'REFUND of 2026-03: GBP 600.00 of GBP 650.00 are used or spoken for (92 %); at this pace it lasts until 2026-03-03.',
    ...['2026-03-03T04:00:00.000Z', 'reviseBudgetLine'],
  ],
];

interface Call {
  readonly mutation: string;
  readonly arguments: readonly { readonly name: string; readonly value: string }[];
  readonly asks: readonly string[];
}
interface Item {
  readonly kind: string;
  readonly rank: number;
  readonly why: string;
  readonly deadline: string;
  readonly score: number;
  readonly count: number;
  readonly reasons: readonly { readonly what: string; readonly points: number }[];
  readonly subject: { readonly __typename: string; readonly id?: string };
  readonly clearedBy: readonly Call[];
}
const DAY = `{ managerDay(first: 100) { totalCount nodes { kind rank why deadline score count reasons { what points }
  subject { __typename ... on Node { id } ... on Case { subject } ... on BudgetLine { category } }
  clearedBy { mutation arguments { name value } asks } } } }`;
const day = async (who: Who = mel) =>
  (await asked<{ managerDay: { nodes: Item[] } }>(world, who, DAY)).managerDay.nodes;

/** What Mel decides where a call asks. */
const decided = (): Record<string, Record<string, unknown>> => ({
  resolveIncident: { outcome: 'EXPLANATION', text: 'Cards are taken again' },
  resolveCase: { outcome: 'EXPLANATION' },
  scheduleShifts: { 'shifts.personId': story.ben.personId },
  keepPromise: { evidence: 'Called at nine' },
  acknowledgePolicyVersion: { method: 'BRIEFING' },
  reviseBudgetLine: {
    ...{ planned: pounds('900'), control: 'STOP', thresholdPercent: 80, because: 'More is sent back in spring' },
  },
  completeActionItem: { note: 'Asked' },
  decideRenewal: { decision: 'RENEW', reason: 'A good customer' },
  recordCertificate: { level: 4, issuer: 'The guild', issuedOn: '2026-03-02', validTo: '2027-03-01' },
  reviseTarget: { threshold: 1, because: 'The shop was shut in February' },
});

/** The input of a call: what it is told already, and what Mel decides; the items of its list as one. */
function inputOf({ mutation, arguments: told, asks }: Call): object {
  const answers = decided()[mutation] ?? {};
  expect(Object.keys(answers).sort()).toEqual([...asks].sort());
  const all = [...told.map(({ name, value }) => [name, value] as const), ...Object.entries(answers)];
  const items: Record<string, Record<string, unknown>> = {};
  const input: Record<string, unknown> = {};
  for (const [name, value] of all) {
    const [list = '', field] = name.split('.');
    if (field === undefined) input[list] = value;
    else (items[list] ??= {})[field] = value;
  }
  return { ...input, ...Object.fromEntries(Object.entries(items).map(([list, item]) => [list, [item]])) };
}

const keyOf = ({ kind, subject }: Item) => `${kind} ${subject.id}`;

/** Does what an item says clears it, and waits until it is on the list no more. */
async function clear(item: Item): Promise<void> {
  for (const call of item.clearedBy) {
    const fields = call.mutation === 'scheduleShifts' ? '... on ShiftsScheduled { refused { __typename } }' : '';
    const result = await run<{ refused?: object[] }>(world, mel, [call.mutation, fields], inputOf(call));
    expect([call.mutation, result.code, result.refused ?? []]).toEqual([call.mutation, undefined, []]);
  }
  // Who looks at the roster does so every half minute.
  clock.advance(31_000);
  const isOnIt = async () => (await day()).some((each) => keyOf(each) === keyOf(item));
  await until(async () => !(await isOnIt()));
}

describe("a manager's Monday (row 63)", () => {
  it('is ranked: the first ten in this order, each with why, by when, and the call that clears it', async () => {
    const ten = (await day()).slice(0, 10).map(({ kind, score, why, deadline, clearedBy }) => {
      const calls = [...new Set(clearedBy.map(({ mutation }) => mutation))];
      return [kind, score, why, deadline, calls.join(' ')];
    });
    expect(ten).toEqual(FIRST_TEN);
  });

  it('comes from all five services, says what each score is made of, and who its subject is where that stands', async () => {
    const whole = await day();
    expect(whole.slice(10).map(({ kind, score }) => [kind, score])).toEqual([
      ['APPROVAL', 50],
      ['ACTION_ITEM', 49],
      ['CONTRACT', 33],
      ['CERTIFICATE', 31],
      ['TARGET', 26],
      ['LEAVE', 25],
    ]);
    for (const { score, reasons, rank } of whole) {
      expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBe(score);
      expect(whole[rank - 1]?.score).toBe(score);
    }
    expect(whole.map(({ subject }) => subject.__typename)).toEqual([
      ...['MajorIncident', 'Escalation', 'Team', 'Case', 'PolicyVersion', 'CustomerPromise', 'BriefVersion', 'Refund'],
      ...['ShiftSwap', 'BudgetLine', 'Approval', 'ActionItem', 'ServiceContract', 'Person', 'Target', 'Leave'],
    ]);
    expect(whole.find(({ kind }) => kind === 'CLOCK')?.subject).toMatchObject({ subject: 'Where is it?' });
  });

  it('is for whoever can clear it: a lead of another team has only to read for herself, and an agent may not ask', async () => {
    const { personId } = story.shop.managers.author;
    const lead = { role: 'lead', reach: 'TEAM', teamId: OTHER_TEAM, personId };
    expect((await day(lead)).map(({ kind, count }) => [kind, count])).toEqual([
      ['READING', 1],
      ['READING', 1],
    ]);
    const { errors } = await world.ask(DAY, {}, story.ada);
    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  it('is one request of two calls: the ranked whole from metrics, and one to the service of the cases that are named', async () => {
    await world.quiet();
    await day();
    expect(world.spent()).toEqual({ calls: 2, statements: 10 });
  });

  it('is empty when everything on it was cleared by the calls it names', async () => {
    const whole = await day();
    for (const item of whole) await clear(item);
    expect(await day()).toEqual([]);
  });
});
