import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { everyDay, givenMember, givenRules, givenSkill, givenTemplate } from '../../test/rosters.ts';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  clock,
  eventsAbout,
  givenSite,
  givenTeam,
  manager,
  refusedWith,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';
import { claimProposal, keepClaim } from './proposal.store.ts';

interface Proposal {
  readonly id: string;
  readonly status: string;
  readonly failure: string | null;
  readonly shiftCount: number;
  readonly shifts: { person: { id: string }; localDate: string; startsAt: string; endsAt: string; paid: string }[];
  readonly outcome: { unmetCount: number; brokenWishCount: number; fairness: number; gap: number; breaches: object[] };
  readonly differences: { kind: string; localDate: string; person: { id: string }; shift: Known | null }[];
}

let world: World;
let site: Known;
let members: Awaited<ReturnType<typeof givenMember>>[];
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set('2026-03-02T10:00:00.000Z');
  site = await givenSite(world);
  members = [];
  for (let i = 0; i < 4; i += 1) members.push(await givenMember(world, site.id));
});
afterAll(() => world?.close());

const week = { fromDay: '2026-03-09', untilDay: '2026-03-16', timeLimit: 'PT5S' };
const daily = [{ days: everyDay, startTime: '09:00', endTime: '15:00', required: 1 }];
const propose = async (more: object = {}) => {
  const input = { siteId: site.id, ...week, demand: daily, ...more };
  return (
    await must<{ proposal: Known }>(world, ['proposeRoster', 'RosterProposing', 'proposal { id version }'], input)
  ).proposal;
};
const QUERY = `query ($id: ID!) { rosterProposal(id: $id) { id status failure shiftCount
  shifts { person { id } localDate startsAt endsAt paid }
  outcome { unmetCount brokenWishCount fairness gap breaches { rule } }
  differences { kind localDate person { id } shift { id } } } }`;
const read = async (id: string, actor = manager) =>
  (await ask<{ rosterProposal: Proposal }>(world, QUERY, { id }, actor)).rosterProposal;

/** The proposal when it is made or has failed. */
async function made(id: string): Promise<Proposal> {
  for (;;) {
    const proposal = await read(id);
    if (proposal.status !== 'PROPOSING') return proposal;
    await delay(50);
  }
}

const BROKEN = '... on RosterRulesBroken { breaches { rule isOfLaw person { id } } }';
const publish = (proposalId: string, more: object = {}) =>
  run<{ roster: Known; shiftCount: number }>(
    world,
    ['publishRoster', `... on RosterPublished { shiftCount roster { id version fromDay } } ${BROKEN}`],
    { proposalId, ...more },
  );

describe('a proposed roster', () => {
  it('meets the demand by people whom no rule stands against, and nobody sees shifts before it is published', async () => {
    await givenTemplate(world, site.id, ['09:00', '15:00']);
    const { id } = await propose();
    const proposal = await made(id);
    expect(proposal).toMatchObject({
      ...{ status: 'PROPOSED', failure: null, shiftCount: 7 },
      outcome: { unmetCount: 0, brokenWishCount: 0, breaches: [] },
    });
    expect(proposal.shifts.map(({ localDate }) => localDate)).toEqual(
      ['09', '10', '11', '12', '13', '14', '15'].map((day) => `2026-03-${day}`),
    );
    expect(proposal.differences.map(({ kind }) => kind)).toEqual(Array(7).fill('MISSING'));
    const shifts = `query ($id: ID!) { site(id: $id) { onShift(at: "2026-03-09T10:00:00Z") { nodes { id } } } }`;
    expect(await ask(world, shifts, { id: site.id })).toEqual({ site: { onShift: { nodes: [] } } });
  });

  it('is published as shifts, announced each, with no difference left; once', async () => {
    await givenTemplate(world, site.id, ['09:00', '15:00']);
    const { id } = await propose();
    await made(id);
    const published = await publish(id, { idempotencyKey: 'once' });
    expect(published).toMatchObject({ shiftCount: 7, roster: { fromDay: '2026-03-09' } });
    expect(await publish(id, { idempotencyKey: 'once' })).toEqual(published);
    expect(await publish(id)).toMatchObject({ code: 'PROPOSAL_IS_ELSEWHERE' });
    expect((await read(id)).differences).toEqual([]);
    expect(await eventsAbout(world, published.roster.id)).toEqual(['roster.published']);
    const query = `query ($id: ID!) { roster(id: $id) { shifts { totalCount nodes { id template { startTime } } } } }`;
    const { roster } = await ask<{ roster: { shifts: { totalCount: number; nodes: Known[] } } }>(world, query, {
      id: published.roster.id,
    });
    expect(roster.shifts.totalCount).toBe(7);
    expect(await eventsAbout(world, roster.shifts.nodes[0]!.id)).toEqual(['shift.scheduled']);
  });

  it('is checked again when it is published: who became unavailable meanwhile is named', async () => {
    await givenTemplate(world, site.id, ['09:00', '15:00']);
    const { id } = await propose();
    const personId = (await made(id)).shifts[0]!.person.id;
    await must(world, ['recordAvailability', 'AvailabilityRecorded', 'availability { id }'], {
      ...{ personId, kind: 'UNAVAILABLE', from: '2026-03-09T00:00:00Z', until: '2026-03-10T00:00:00Z' },
    });
    expect(await publish(id)).toMatchObject({
      ...{ code: 'ROSTER_RULES_BROKEN', breaches: [{ rule: 'UNAVAILABLE', isOfLaw: false, person: { id: personId } }] },
    });
    expect(await publish(id, { overrideReason: 'Agreed with them' })).toMatchObject({ shiftCount: 7 });
  });

  it('keeps to rules of cover and says what it cannot meet', async () => {
    const skillId = await givenSkill(world, [members[0]!.id]);
    const cover = [
      { name: 'First aider', skillId, atLeast: 1, days: ['MONDAY'], startTime: '09:00', endTime: '15:00' },
    ];
    await givenRules(world, site.id, { cover });
    await givenTemplate(world, site.id, ['09:00', '15:00']);
    const proposal = await made((await propose({ demand: [{ ...daily[0], required: 5 }] })).id);
    expect(proposal.outcome.breaches).toEqual([]);
    const monday = proposal.shifts.filter(({ localDate }) => localDate === '2026-03-09');
    expect(monday.map(({ person }) => person.id)).toContain(members[0]!.id);
    expect(proposal.outcome.unmetCount).toBeGreaterThan(0);
  });

  it('meets wishes where it can', async () => {
    await givenTemplate(world, site.id, ['09:00', '15:00']);
    const personId = members[1]!.id;
    await must(world, ['recordAvailability', 'AvailabilityRecorded', 'availability { id }'], {
      ...{
        personId,
        kind: 'WISHES_TO_BE_OFF',
        from: '2026-03-09T00:00:00Z',
        until: '2026-03-16T00:00:00Z',
        weight: 50,
      },
    });
    const proposal = await made((await propose()).id);
    expect(proposal.outcome).toMatchObject({ unmetCount: 0, brokenWishCount: 0, breaches: [] });
    expect(proposal.shifts.map(({ person }) => person.id)).not.toContain(personId);
  });

  it('counts shifts that are there already as part of what is needed', async () => {
    await givenTemplate(world, site.id, ['09:00', '15:00']);
    const first = await made((await propose()).id);
    await publish(first.id);
    expect((await made((await propose()).id)).shiftCount).toBe(0);
  });

  it('fails with the reason where there is nothing to plan with', async () => {
    expect(await made((await propose()).id)).toMatchObject({
      ...{ status: 'FAILED', failure: 'No shift template is there to plan with' },
    });
  });

  it('is given up, and not published after', async () => {
    await givenTemplate(world, site.id, ['09:00', '15:00']);
    const { id } = await propose();
    const cancelled = ['cancelProposal', 'ProposalCancelled', 'proposal { status }'] as const;
    expect(await must(world, cancelled, { proposalId: id })).toEqual(
      expect.objectContaining({ proposal: { status: 'CANCELLED' } }),
    );
    expect(await publish(id)).toMatchObject({ code: 'PROPOSAL_IS_ELSEWHERE' });
  });

  it('is worked on by one process alone, and taken up again by another when that one ended', async () => {
    await givenTemplate(world, site.id, ['09:00', '15:00']);
    clock.set('2026-03-02T11:00:00.000Z');
    const { id } = await propose();
    clock.set('2026-03-02T10:00:00.000Z');
    const { manager: db } = world.service.database;
    const later = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 11, minutes));
    const taken = async (minutes: number) =>
      (
        await world.service.database.transaction((tx) =>
          claimProposal(tx.manager, { now: later(minutes), until: later(minutes + 1) }),
        )
      )?.id;
    expect((await read(id)).status).toBe('PROPOSING');
    expect([await taken(1), await taken(1), await taken(3)]).toEqual([id, undefined, id]);
    expect(await keepClaim(db, id, { until: later(9), percent: 40 })).toBe(true);
    await must(world, ['cancelProposal', 'ProposalCancelled', 'proposal { id }'], { proposalId: id });
    expect(await keepClaim(db, id, { until: later(9), percent: 50 })).toBe(false);
  });

  it('of a team is for who leads it, and not for who works in it', async () => {
    const team = await givenTeam(world, { siteId: site.id });
    const member = await givenMember(world, site.id, { teamId: team.id });
    await givenTemplate(world, site.id, ['09:00', '15:00']);
    const lead = caller('LEAD', { teamId: team.id, siteId: site.id });
    const input = { siteId: site.id, teamId: team.id, ...week, demand: daily };
    const { proposal } = await must<{ proposal: Known }>(
      world,
      ['proposeRoster', 'RosterProposing', 'proposal { id }'],
      input,
      lead,
    );
    const found = await made(proposal.id);
    expect(new Set(found.shifts.map(({ person }) => person.id))).toEqual(new Set([member.id]));
    expect(await read(proposal.id, lead)).not.toBeNull();
    expect(await read(proposal.id, caller('LEAD', { teamId: 'team_other' }))).toBeNull();
    const whole = `mutation ($input: ProposeRosterInput!) { proposeRoster(input: $input) { __typename } }`;
    expect(await refusedWith(world, whole, { input: { ...input, teamId: null } }, lead)).toEqual(['FORBIDDEN']);
    expect(await refusedWith(world, QUERY, { id: proposal.id }, member.self)).toEqual(['FORBIDDEN']);
  });
});

describe('a published roster', () => {
  const published = async () => {
    await givenTemplate(world, site.id, ['09:00', '15:00']);
    const proposal = await made((await propose()).id);
    const { roster } = await publish(proposal.id);
    const query = `query ($id: ID!) { roster(id: $id) { shifts { nodes { id person { id } startsAt } } } }`;
    type Shifts = { roster: { shifts: { nodes: { id: string; person: Known; startsAt: string }[] } } };
    const { nodes } = (await ask<Shifts>(world, query, { id: roster.id })).roster.shifts;
    return { roster, proposal, shift: nodes[0]! };
  };

  it('differs from what was proposed by what was changed since', async () => {
    const { proposal, shift } = await published();
    const later = { shiftId: shift.id, endsAt: '2026-03-15T16:00:00Z', reason: 'Longer' };
    await must(world, ['changeShift', 'ShiftChanged', 'shift { id }'], later);
    expect((await read(proposal.id)).differences).toEqual([
      { kind: 'DIFFERENT', localDate: '2026-03-15', person: { id: shift.person.id }, shift: { id: shift.id } },
    ]);
    await must(world, ['cancelShift', 'ShiftCancelled', 'shift { id }'], { shiftId: shift.id, reason: 'Ill' });
    expect((await read(proposal.id)).differences).toMatchObject([{ kind: 'MISSING', shift: null }]);
  });

  it('that is locked changes only by a manager who gives a reason, which stays on record', async () => {
    const { roster, shift } = await published();
    await must(world, ['lockRoster', 'RosterLocked', 'roster { lockedAt }'], { rosterId: roster.id });
    expect(await run(world, ['lockRoster', ''], { rosterId: roster.id })).toMatchObject({ code: 'ROSTER_IS_LOCKED' });
    const change = { shiftId: shift.id, endsAt: '2026-03-15T16:00:00Z', reason: 'Longer' };
    expect(await run(world, ['changeShift', ''], change)).toMatchObject({ code: 'ROSTER_IS_LOCKED' });
    const cancel = { shiftId: shift.id, reason: 'Ill' };
    expect(await run(world, ['cancelShift', ''], cancel)).toMatchObject({ code: 'ROSTER_IS_LOCKED' });
    const added = {
      personId: members[0]!.id,
      siteId: site.id,
      startsAt: '2026-03-15T18:00:00Z',
      endsAt: '2026-03-15T20:00:00Z',
    };
    expect(
      await run(world, ['scheduleShifts', '... on ShiftsScheduled { scheduled }'], { shifts: [added] }),
    ).toMatchObject({
      scheduled: 0,
    });
    const fields = '... on ShiftChanged { shift { overrides { rule reason } } }';
    expect(await run(world, ['changeShift', fields], { ...change, overrideReason: 'A visit' })).toMatchObject({
      shift: { overrides: [{ rule: 'LOCKED', reason: 'A visit' }] },
    });
  });
});
