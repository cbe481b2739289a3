import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, run, type Who } from '../../test/verbs.ts';

const now = new Date('2026-03-02T08:00:00.000Z');
const everyDay = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
let world: GraphWorld;
let place: Place;
let manager: Who;
let nia: string;
let omar: string;
let firstAid: string;
beforeAll(async () => {
  world = await startGraph({ now: () => now });
  place = await givenPlace(world, 'Counter');
  manager = as('manager', await givenPerson(world, place, 'Mara Counter', 'MANAGER'));
  nia = await givenPerson(world, place, 'Nia Counter', 'AGENT');
  omar = await givenPerson(world, place, 'Omar Counter', 'AGENT');
  const defined = ['defineSkill', 'SkillDefined', 'skill { id }'] as const;
  const { skill } = await must<{ skill: { id: string } }>(world, manager, defined, {
    ...{ key: 'first-aid.counter', name: 'First aid' },
  });
  firstAid = skill.id;
  await must(world, manager, ['recogniseSkill', 'SkillRecognised', 'personSkill { id }'], {
    ...{ personId: nia, skillId: firstAid, level: 3 },
  });
  const cover = [
    { name: 'First aider', skillId: firstAid, atLeast: 1, days: everyDay, startTime: '10:00', endTime: '16:00' },
  ];
  await must(world, manager, ['adoptRosterRules', 'RosterRulesAdopted', 'rules { number }'], {
    ...{ siteId: place.siteId, cover, reason: 'Reviewed with our adviser' },
  });
});
afterAll(() => world?.close());

const BREACHES = 'breaches { rule found allowed isOfLaw cover person { id } }';
const schedule = (personId: string, startsAt: string, endsAt: string, siteId = place.siteId) =>
  must<{ shifts: { shift: { id: string; paid: string } }[]; refused: { breaches: object[] }[] }>(
    world,
    manager,
    ['scheduleShifts', 'ShiftsScheduled', `shifts { shift { id paid } } refused { ${BREACHES} }`],
    { shifts: [{ personId, siteId, startsAt, endsAt }] },
  );
const templateOf = async (siteId: string, [startTime, endTime]: readonly [string, string], more: object = {}) => {
  const input = { siteId, name: `${startTime} to ${endTime}`, startTime, endTime, days: everyDay, ...more };
  const defined = ['defineShiftTemplate', 'ShiftTemplateDefined', 'template { id }'] as const;
  return (await must<{ template: { id: string } }>(world, manager, defined, input)).template.id;
};

describe('a shift by the rules', () => {
  it('from 14:00 after a night until 06:00 is refused: eight hours of rest, where eleven are the law', async () => {
    expect((await schedule(nia, '2026-03-09T22:00:00Z', '2026-03-10T06:00:00Z')).shifts).toHaveLength(1);
    const { shifts, refused } = await schedule(nia, '2026-03-10T14:00:00Z', '2026-03-10T22:00:00Z');
    expect([shifts, refused]).toEqual([
      [],
      [
        {
          breaches: [{ rule: 'DAILY_REST', found: 480, allowed: 660, isOfLaw: true, cover: null, person: { id: nia } }],
        },
      ],
    ]);
  });

  it('over night is paid for eight hours, for seven when the clocks go forward, and for nine when they go back', async () => {
    const night = [{ afterMinutes: 240, minutes: 20, isPaid: true }];
    const id = await templateOf(place.siteId, ['22:00', '06:00'], { breaks: night });
    const duties = 'localDate startsAt endsAt paid';
    const query = `query ($id: ID!) { shiftTemplate(id: $id) { spring: duties(from: "2026-03-27", until: "2026-03-29") { ${duties} }
      autumn: duties(from: "2026-10-24", until: "2026-10-25") { ${duties} } } }`;
    const { shiftTemplate } = await asked<{ shiftTemplate: object }>(world, manager, query, { id });
    const [day, before, after] = ['2026-03-28', '2026-03-28T22:00:00.000Z', '2026-03-29T05:00:00.000Z'];
    expect(shiftTemplate).toEqual({
      spring: [
        expect.objectContaining({ localDate: '2026-03-27', paid: 'PT8H' }),
        { localDate: day, startsAt: before, endsAt: after, paid: 'PT7H' },
      ],
      autumn: [
        {
          ...{ localDate: '2026-10-24', paid: 'PT9H' },
          ...{ startsAt: '2026-10-24T21:00:00.000Z', endsAt: '2026-10-25T06:00:00.000Z' },
        },
      ],
    });
    await must(world, manager, ['withdrawShiftTemplate', 'ShiftTemplateWithdrawn', 'template { id }'], {
      templateId: id,
    });
    const spring = await schedule(omar, before, after);
    expect(spring.shifts).toMatchObject([{ shift: { paid: 'PT7H' } }]);
  });

  it('leaves a first aider there: a swap that takes the only one away is refused, and both are checked', async () => {
    const niaHerself: Who = { role: 'agent', personId: nia, reach: 'SITE', siteId: place.siteId };
    const omarHimself: Who = { role: 'agent', personId: omar, reach: 'SITE', siteId: place.siteId };
    const hers = (await schedule(nia, '2026-03-12T10:00:00Z', '2026-03-12T16:00:00Z')).shifts[0]?.shift.id;
    const wish = { shiftId: hers, partnerId: omar };
    const refused = await run(world, niaHerself, ['requestSwap', `... on RosterRulesBroken { ${BREACHES} }`], wish);
    expect(refused).toMatchObject({
      ...{ code: 'ROSTER_RULES_BROKEN' },
      breaches: [{ rule: 'MINIMUM_COVER', cover: 'First aider', found: 0, allowed: 1, isOfLaw: false }],
    });
    await must(world, manager, ['recogniseSkill', 'SkillRecognised', 'personSkill { id }'], {
      ...{ personId: omar, skillId: firstAid, level: 3 },
    });
    const requested = ['requestSwap', 'SwapRequested', 'swap { id }'] as const;
    const { swap } = await must<{ swap: { id: string } }>(world, niaHerself, requested, wish);
    await must(world, omarHimself, ['acceptSwap', 'SwapAccepted', 'swap { id }'], { swapId: swap.id });
    await schedule(omar, '2026-03-13T02:30:00Z', '2026-03-13T06:30:00Z');
    const late = await run(world, manager, ['approveSwap', `... on RosterRulesBroken { ${BREACHES} }`], {
      ...{ swapId: swap.id, overrideReason: 'They agree' },
    });
    expect(late).toMatchObject({ breaches: [{ rule: 'DAILY_REST', found: 630, allowed: 660, person: { id: omar } }] });
  });
});

interface Proposal {
  readonly status: string;
  readonly failure: string | null;
  readonly outcome: {
    readonly people: number;
    readonly breaches: readonly object[];
    readonly unmetCount: number;
    readonly fairness: number;
    readonly penalty: number;
    readonly bound: number;
  };
  readonly shifts: readonly { person: { id: string }; startsAt: string; endsAt: string; localDate: string }[];
}

const PROPOSAL = `query ($id: ID!) { rosterProposal(id: $id) { status failure
  outcome { people breaches { rule } unmetCount fairness penalty bound }
  shifts { person { id } startsAt endsAt localDate } } }`;

/** The proposal when it is made or has failed. */
async function made(id: string): Promise<Proposal> {
  for (;;) {
    const { rosterProposal } = await asked<{ rosterProposal: Proposal }>(world, manager, PROPOSAL, { id });
    if (rosterProposal.status !== 'PROPOSING') return rosterProposal;
    await delay(200);
  }
}

/** The shortest rest between two shifts of one person, in hours. */
function shortestRest(shifts: Proposal['shifts']): number {
  const rests = [...Map.groupBy(shifts, ({ person }) => person.id).values()].flatMap((own) => {
    const inOrder = own.toSorted((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
    return inOrder.slice(1).map((each, i) => Date.parse(each.startsAt) - Date.parse(inOrder[i]?.endsAt ?? ''));
  });
  return Math.min(...rests) / 3_600_000;
}

describe('a roster of 60 people for two weeks', () => {
  let siteId: string;
  beforeAll(async () => {
    const other = await givenPlace(world, 'Hall');
    siteId = other.siteId;
    const people = Array.from({ length: 59 }, (_, i) => ({
      ...{ displayName: `Hall ${i}`, jobRole: 'AGENT', siteId, teamId: other.teamId },
      externalReference: { source: 'hall', id: String(i) },
    }));
    await must(world, { role: 'admin' }, ['joinPeople', 'PeopleJoined', 'joined'], { people });
    const rest = [{ afterMinutes: 230, minutes: 20 }];
    for (const times of [
      ['06:00', '14:00'],
      ['10:00', '18:00'],
      ['14:00', '22:00'],
      ['22:00', '06:00'],
    ] as const)
      await templateOf(siteId, times, { breaks: rest });
  });

  it('is proposed across the night of the clocks without one hard rule broken, published, and worked', async () => {
    const demand = [
      { days: everyDay, startTime: '06:00', endTime: '22:00', required: 12 },
      { days: everyDay, startTime: '22:00', endTime: '06:00', required: 3 },
    ];
    const wanted = { siteId, fromDay: '2026-03-16', untilDay: '2026-03-30', demand, timeLimit: 'PT15S' };
    const proposing = ['proposeRoster', 'RosterProposing', 'proposal { id }'] as const;
    const { proposal } = await must<{ proposal: { id: string } }>(world, manager, proposing, wanted);
    const found = await made(proposal.id);
    expect(found).toMatchObject({ status: 'PROPOSED', failure: null, outcome: { people: 60, breaches: [] } });
    expect(found.outcome.unmetCount).toBe(0);
    expect(found.outcome.penalty).toBeGreaterThanOrEqual(found.outcome.bound);
    expect(shortestRest(found.shifts)).toBeGreaterThanOrEqual(11);
    const published = await must<{ shiftCount: number; roster: { id: string } }>(
      world,
      manager,
      ['publishRoster', 'RosterPublished', 'shiftCount roster { id }'],
      { proposalId: proposal.id },
    );
    expect(published.shiftCount).toBe(found.shifts.length);
    const query = `query ($id: ID!) { site(id: $id) { onShift(at: "2026-03-29T00:30:00Z", first: 100) { nodes { paid } } } }`;
    const { site } = await asked<{ site: { onShift: { nodes: { paid: string }[] } } }>(world, manager, query, {
      id: siteId,
    });
    expect(site.onShift.nodes.length).toBeGreaterThanOrEqual(3);
    expect(site.onShift.nodes.map(({ paid }) => paid)).toContain('PT6H40M');
  });
});
