import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@courtesy/testing';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCases, givenPerson, givenPlace, type Place } from '../../test/stories.ts';
import { as, asked, must, type Who } from '../../test/verbs.ts';

const clock = fixedClock('2026-01-12T09:00:00.000Z');
let world: GraphWorld;
let place: Place;
let manager: Who;
beforeAll(async () => {
  world = await startGraph({ now: clock });
  place = await givenPlace(world, 'Desk');
  manager = as('manager', await givenPerson(world, place, 'Grace Desk', 'MANAGER'));
  await givenCases(world, place, 3);
  await world.quiet();
});
afterAll(() => world?.close());

interface Known {
  readonly id: string;
}

describe('a weekly meeting', () => {
  it('looks at the figures of its team, decides, and what it agreed is seen to: done, or with whoever the owner reports to', async () => {
    const { meeting } = await must<{ meeting: Known }>(
      world,
      manager,
      ['planMeeting', 'MeetingPlanned', 'meeting { id }'],
      {
        ...{ kind: 'MEETING', title: 'The week', teamId: place.teamId, attendeeIds: [place.personId] },
        ...{ startsAt: '2026-01-12T09:00:00Z', endsAt: '2026-01-12T09:30:00Z' },
        agenda: [{ topic: 'What came in', metric: { key: 'cases.opened', period: 'WEEK_BEFORE' } }],
      },
    );
    await must(world, manager, ['recordDecision', 'DecisionRecorded', 'decision { id }'], {
      ...{ meetingId: meeting.id, what: 'Damaged kettles are replaced at once' },
    });
    const agree = (what: string, dueOn: string) =>
      must<{ actionItem: Known }>(world, manager, ['agreeActionItem', 'ActionItemAgreed', 'actionItem { id }'], {
        ...{ meetingId: meeting.id, what, ownerId: place.personId, dueOn },
      });
    const { actionItem: done } = await agree('Tell the shops', '2026-01-13');
    const { actionItem: late } = await agree('Ask the carrier', '2026-01-14');
    const owner = as('agent', place.personId);
    await must(world, owner, ['completeActionItem', 'ActionItemClosed', 'actionItem { status }'], {
      ...{ actionItemId: done.id, note: 'All told.' },
    });
    clock.set('2026-01-15T08:00:00.000Z');
    const query = `query ($id: ID!) { meeting(id: $id) {
      agenda { topic figure { total definition { key } } }
      decisions { what }
      actionItems { id status isOverdue escalatedAt owner { id } }
    } }`;
    interface Seen {
      readonly meeting: { readonly actionItems: readonly { id: string; escalatedAt: string | null }[] };
    }
    for (;;) {
      const { meeting: seen } = await asked<Seen>(world, manager, query, { id: meeting.id });
      if (!seen.actionItems.some(({ escalatedAt }) => escalatedAt)) {
        await delay(50);
        continue;
      }
      expect(seen).toEqual({
        agenda: [{ topic: 'What came in', figure: { total: 3, definition: { key: 'cases.opened' } } }],
        decisions: [{ what: 'Damaged kettles are replaced at once' }],
        actionItems: [
          { id: done.id, status: 'DONE', isOverdue: false, escalatedAt: null, owner: { id: place.personId } },
          {
            ...{ id: late.id, status: 'OPEN', isOverdue: true, owner: { id: place.personId } },
            escalatedAt: '2026-01-15T08:00:00.000Z',
          },
        ],
      });
      break;
    }
  });
});
