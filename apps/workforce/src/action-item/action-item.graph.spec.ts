import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { must, run } from '../../test/verb.ts';
import {
  ask,
  clock,
  doing,
  eventsAbout,
  givenPerson,
  givenSite,
  givenTeam,
  startWorld,
  type Known,
  type World,
} from '../../test/workforce-world.ts';

let world: World;
let site: Known;
let team: Known;
let lead: Known;
let ann: Known;
let bob: Known;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
beforeEach(async () => {
  await world.database.reset();
  clock.reset();
  site = await givenSite(world, { timeZone: 'Europe/London' });
  team = await givenTeam(world, { siteId: site.id });
  lead = await givenPerson(world, { siteId: site.id, teamId: team.id, jobRole: 'LEAD' });
  ann = await givenPerson(world, { siteId: site.id, teamId: team.id, managerId: lead.id });
  bob = await givenPerson(world, { siteId: site.id, teamId: team.id, managerId: lead.id });
});

const theLead = () => caller('LEAD', { personId: lead.id, teamId: team.id, siteId: site.id });
const agent = ({ id }: Known) => caller('AGENT', { personId: id, teamId: team.id, siteId: site.id });
const stranger = () => caller('AGENT', { personId: 'pers_stranger', teamId: 'team_other' });

async function givenMeeting(more: object = {}): Promise<Known> {
  const { meeting } = await must<{ meeting: Known }>(
    world,
    ['planMeeting', 'MeetingPlanned', 'meeting { id version }'],
    {
      ...{ kind: 'HUDDLE', title: 'Monday', teamId: team.id, attendeeIds: [ann.id] },
      ...{ startsAt: '2026-03-02T10:00:00Z', endsAt: '2026-03-02T10:15:00Z', ...more },
    },
    theLead(),
  );
  return meeting;
}

async function givenItem(meeting: Known, owner: Known, dueOn = '2026-03-03'): Promise<Known> {
  const { actionItem } = await must<{ actionItem: Known }>(
    world,
    ['agreeActionItem', 'ActionItemAgreed', 'actionItem { id version }'],
    { meetingId: meeting.id, what: 'Ring the carrier', ownerId: owner.id, dueOn },
    theLead(),
  );
  return actionItem;
}

const ITEM = `{ status isOverdue dueOn owner { id } escalatedTo { id } closedAt version
  history { number act owner { id } by { id } note } }`;
interface SeenItem {
  readonly status: string;
  readonly isOverdue: boolean;
  readonly dueOn: string;
  readonly owner: { readonly id: string };
  readonly escalatedTo: { readonly id: string } | null;
  readonly history: readonly { act: string; by: { id: string } | null; note: string | null }[];
}
const seen = async (item: Known, actor = theLead()) =>
  (
    await ask<{ actionItem: SeenItem | null }>(
      world,
      `query ($id: ID!) { actionItem(id: $id) ${ITEM} }`,
      item as never,
      actor,
    )
  ).actionItem;
const close = (verb: string, item: Known, actor = agent(ann)) =>
  run(
    world,
    [verb, '... on ActionItemClosed { actionItem { status closedAt } }'],
    { actionItemId: item.id, note: 'It is so.' },
    actor,
  );

/** Waits for what a worker does by itself. */
async function eventually<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await delay(20);
  }
}

describe('an action item', () => {
  it('is done by its owner, once, and keeps what became of it', async () => {
    const item = await givenItem(await givenMeeting(), ann);
    expect(await close('completeActionItem', item, agent(bob))).toMatchObject({ code: 'NOT_YOUR_ACTION_ITEM' });
    expect(await close('completeActionItem', item)).toMatchObject({
      actionItem: { status: 'DONE', closedAt: '2026-03-02T10:00:00.000Z' },
    });
    expect(await close('dropActionItem', item)).toMatchObject({ code: 'ACTION_ITEM_IS_CLOSED' });
    expect((await seen(item))?.history).toMatchObject(
      [
        { act: 'AGREED', by: lead, note: null },
        { act: 'DONE', by: ann, note: 'It is so.' },
      ].map(({ by, ...turn }) => ({ ...turn, by: { id: by.id } })),
    );
    expect(await eventsAbout(world, item.id)).toEqual(['action-item.changed', 'action-item.changed']);
  });

  it('is overdue when its day has ended where its site is, and goes to whoever its owner reports to, once', async () => {
    const item = await givenItem(await givenMeeting(), ann);
    clock.set('2026-03-03T23:59:59.999Z');
    expect(await seen(item)).toMatchObject({ isOverdue: false, escalatedTo: null });
    clock.set('2026-03-04T00:00:00.000Z');
    await eventually(async () => (await seen(item))?.escalatedTo);
    expect(await seen(item)).toMatchObject({ isOverdue: true, escalatedTo: { id: lead.id }, owner: { id: ann.id } });
    expect((await eventsAbout(world, item.id)).at(-1)).toBe('action-item.escalated');
    const overdue = `query ($id: ID!) { team(id: $id) { actionItems(only: OVERDUE) { nodes { id } } } }`;
    expect(await ask(world, overdue, { id: team.id }, theLead())).toEqual({
      team: { actionItems: { nodes: [{ id: item.id }] } },
    });
    await must(
      world,
      ['putOffActionItem', 'ActionItemChanged', 'actionItem { id }'],
      { actionItemId: item.id, dueOn: '2026-03-09', note: 'The carrier is closed.' },
      agent(ann),
    );
    expect(await seen(item)).toMatchObject({ isOverdue: false, escalatedTo: null, dueOn: '2026-03-09' });
    expect((await seen(item))?.history.map(({ act }) => act)).toEqual(['AGREED', 'ESCALATED', 'PUT_OFF']);
  });

  it('is not agreed for a day that has passed, nor with somebody who left', async () => {
    const meeting = await givenMeeting();
    const agree = (more: object) =>
      run(
        world,
        ['agreeActionItem', ''],
        { meetingId: meeting.id, what: 'Ring', ownerId: bob.id, dueOn: '2026-03-02', ...more },
        theLead(),
      );
    expect(await agree({ dueOn: '2026-03-01' })).toMatchObject({
      code: 'INVALID_INPUT',
      problems: [{ path: 'dueOn' }],
    });
    await doing(world, 'recordDeparture', { personId: bob.id });
    expect(await agree({})).toMatchObject({ code: 'PERSON_HAS_LEFT' });
  });

  it('of somebody who leaves goes to whoever they reported to', async () => {
    const item = await givenItem(await givenMeeting(), ann);
    await doing(world, 'recordDeparture', { personId: ann.id });
    expect(await seen(item)).toMatchObject({ status: 'OPEN', owner: { id: lead.id } });
    expect((await seen(item))?.history.at(-1)).toMatchObject({ act: 'PASSED_ON', by: null });
  });

  it('is carried over to the next meetings of the team until it is closed', async () => {
    const first = await givenMeeting();
    const [ringing, writing] = [await givenItem(first, ann), await givenItem(first, bob, '2026-03-20')];
    const next = await givenMeeting({
      startsAt: '2026-03-09T10:00:00Z',
      endsAt: '2026-03-09T10:15:00Z',
      followsId: first.id,
    });
    const carried = async (meeting: Known) => {
      const query = `query ($id: ID!) { meeting(id: $id) { carriedOver { id } } }`;
      const answer = await ask<{ meeting: { carriedOver: Known[] } }>(world, query, { id: meeting.id }, theLead());
      return answer.meeting.carriedOver.map(({ id }) => id);
    };
    expect(await carried(next)).toEqual([ringing.id, writing.id]);
    await close('completeActionItem', ringing);
    expect(await carried(next)).toEqual([writing.id]);
    clock.set('2026-03-10T10:00:00.000Z');
    await close('dropActionItem', writing, agent(bob));
    expect(await carried(next)).toEqual([writing.id]);
    expect(await carried(first)).toEqual([]);
  });

  it('is seen by its owner and its team, and by nobody else', async () => {
    const item = await givenItem(await givenMeeting(), ann);
    expect(await seen(item, agent(ann))).not.toBeNull();
    expect(await seen(item, agent(bob))).not.toBeNull();
    expect(await seen(item, stranger())).toBeNull();
  });
});

describe('a meeting', () => {
  it('takes over the agenda of the one before, each figure of the time before itself', async () => {
    const agenda = [
      { topic: 'Last week', metric: { key: 'cases.opened', period: 'WEEK_BEFORE' } },
      { topic: 'Any other' },
    ];
    const first = await givenMeeting({ agenda });
    const next = await givenMeeting({
      startsAt: '2026-03-09T10:00:00Z',
      endsAt: '2026-03-09T10:15:00Z',
      followsId: first.id,
    });
    const query = `query ($id: ID!) { meeting(id: $id) { agenda { topic metricKey figureFrom figureTo team { id } } } }`;
    const [of, rest] = [{ topic: 'Last week', metricKey: 'cases.opened', team: { id: team.id } }, { metricKey: null }];
    expect(await ask(world, query, { id: next.id }, theLead())).toMatchObject({
      meeting: {
        agenda: [
          { ...of, figureFrom: '2026-03-02', figureTo: '2026-03-09' },
          { topic: 'Any other', ...rest },
        ],
      },
    });
  });

  it('is held once it began, and says who came', async () => {
    const early = await givenMeeting({ startsAt: '2026-03-02T11:00:00Z', endsAt: '2026-03-02T12:00:00Z' });
    const hold = (meeting: Known) =>
      run(
        world,
        ['holdMeeting', '... on MeetingHeld { meeting { status attendees { person { id } attendance } } }'],
        { meetingId: meeting.id, attendedIds: [bob.id] },
        theLead(),
      );
    expect(await hold(early)).toMatchObject({ code: 'MEETING_NOT_YET' });
    const held = await hold(await givenMeeting());
    expect(held).toMatchObject({ meeting: { status: 'HELD' } });
    expect((held['meeting'] as { attendees: unknown[] }).attendees).toEqual([
      { person: { id: ann.id }, attendance: 'ABSENT' },
      { person: { id: bob.id }, attendance: 'CAME' },
    ]);
  });

  it('keeps every version of its minutes, and each decision until another takes its place', async () => {
    const meeting = await givenMeeting();
    for (const text of ['We met.', 'We met, all of us.'])
      await must(
        world,
        ['writeMinutes', 'MinutesWritten', 'minutes { number }'],
        { meetingId: meeting.id, text },
        theLead(),
      );
    const decide = (more: object) =>
      run<{ decision: Known }>(
        world,
        [
          'recordDecision',
          '... on DecisionRecorded { decision { id } } ... on DecisionSuperseded { decision { what } }',
        ],
        { meetingId: meeting.id, what: 'Two on the desk', ...more },
        theLead(),
      );
    const { decision } = await decide({});
    await decide({ what: 'Three on the desk', supersedesId: decision.id });
    expect(await decide({ what: 'Four', supersedesId: decision.id })).toMatchObject({
      ...{ code: 'DECISION_SUPERSEDED', decision: { what: 'Three on the desk' } },
    });
    const query = `query ($id: ID!) { meeting(id: $id) { minutes { number text } decisions { what supersededBy { what } } } }`;
    expect(await ask(world, query, { id: meeting.id }, theLead())).toEqual({
      meeting: {
        minutes: [
          { number: 2, text: 'We met, all of us.' },
          { number: 1, text: 'We met.' },
        ],
        decisions: [
          { what: 'Two on the desk', supersededBy: { what: 'Three on the desk' } },
          { what: 'Three on the desk', supersededBy: null },
        ],
      },
    });
  });

  it('is planned by who leads the team, for people who are there', async () => {
    const plan = (more: object, actor = theLead()) =>
      world.service.execute({
        query: `mutation ($input: PlanMeetingInput!) { planMeeting(input: $input) { __typename ... on InvalidInput { problems { path } } } }`,
        variables: {
          input: {
            ...{ kind: 'MEETING', title: 'Week', teamId: team.id, attendeeIds: [] },
            ...{ startsAt: '2026-03-02T10:00:00Z', endsAt: '2026-03-02T11:00:00Z', ...more },
          },
        },
        actor,
      });
    const problemsOf = async (more: object) => (await plan(more)).data?.['planMeeting'];
    expect(await problemsOf({ attendeeIds: ['pers_nobody'] })).toMatchObject({
      problems: [{ path: 'attendeeIds[0]' }],
    });
    expect(await problemsOf({ siteId: site.id })).toMatchObject({ problems: [{ path: 'teamId' }] });
    expect(await problemsOf({ endsAt: '2026-03-02T10:00:00Z' })).toMatchObject({ problems: [{ path: 'endsAt' }] });
    const elsewhere = await plan({}, caller('LEAD', { personId: lead.id, teamId: 'team_other' }));
    expect(elsewhere.errors?.[0]).toMatchObject({ extensions: { code: 'FORBIDDEN' } });
  });
});
