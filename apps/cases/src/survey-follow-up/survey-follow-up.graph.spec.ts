import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventData } from '@courtesy/events';
import { applyPage } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, clock, givenCase, someId, startWorld, type World } from '../../test/cases-world.ts';
import { metricReaction } from '../reactions/metric.reaction.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.database.reset());
afterAll(() => world?.close());

type Asked = EventData<'courtesy.survey.follow-up-requested.v1'>;
const AT = '2026-03-02T09:00:00.000Z';

/** Metrics tell that a customer's answer is to be seen to, from a place in their feed. */
async function told(place: number, subject: string, data: Partial<Asked> & Pick<Asked, 'customerId'>): Promise<void> {
  const asked: Asked = {
    ...{ kind: 'CSAT', programmeId: 'srvp_1', caseId: null, interactionId: null, siteId: null, teamId: null },
    ...{ personId: null, happenedAt: AT, score: 1, at: AT },
    ...data,
  };
  const type = 'courtesy.survey.follow-up-requested.v1';
  const event = { specversion: '1.0' as const, source: '/courtesy/metrics', type, subject, time: AT, sequence: 1 };
  await applyPage(world.service.database, metricReaction, {
    ...{ from: place === 1 ? '0.0' : `1.${place - 1}`, next: `1.${place}`, now: clock() },
    events: [{ ...event, id: `1.${place}`, datacontenttype: 'application/json', data: asked }],
  });
}

interface Opened {
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly priority: string;
  readonly team: { readonly id: string } | null;
}

const followUpOf = async (responseId: string, actor = caller('MANAGER', { reach: 'ALL' })): Promise<Opened | null> => {
  const query = `query ($any: [_Any!]!) { _entities(representations: $any) { ... on SurveyResponse { followUpCase { id subject type priority team { id } } } } }`;
  const any = [{ __typename: 'SurveyResponse', id: responseId }];
  const {
    _entities: [found],
  } = await ask<{ _entities: { followUpCase: Opened | null }[] }>(world, query, { any }, actor);
  return found?.followUpCase ?? null;
};

/** Waits, without a clock, for the desk to have opened every case that is asked for. */
async function opened(): Promise<void> {
  const waiting = async () => {
    const rows = await world.service.database.manager.query<object[]>(
      'SELECT 1 FROM survey_follow_ups WHERE opened_case_id IS NULL',
    );
    return rows.length > 0;
  };
  while (await waiting());
}

describe('the follow-up of a bad answer', () => {
  it('is a case for the desk that had the matter in hand, linked to what caused it, and given to nobody by name', async () => {
    const customerId = someId('cust');
    const [siteId, teamId] = [someId('site'), someId('team')];
    const about = await givenCase(world, { customerId });
    const response = someId('srvr');
    await told(1, response, {
      customerId,
      caseId: about.id,
      siteId,
      teamId,
      personId: someId('pers'),
      kind: 'NPS',
      score: 2,
    });
    await opened();
    const found = await followUpOf(response);
    expect(found).toMatchObject({
      ...{ subject: 'A customer gave 2 on a scale from 0 to 10 (NPS)', type: 'REQUEST', priority: 'HIGH' },
      team: { id: teamId },
    });
    const { manager } = world.service.database;
    expect(await manager.query('SELECT assignee_id, customer_id FROM cases WHERE id = $1', [found?.id])).toEqual([
      { assignee_id: null, customer_id: customerId },
    ]);
    expect(await manager.query('SELECT kind, from_id, to_id FROM case_links')).toEqual([
      { kind: 'CAUSED_BY', from_id: found?.id, to_id: about.id },
    ]);
  });

  it('is opened once, however often it is told of, and seen within reach alone', async () => {
    const response = someId('srvr');
    const data = { customerId: someId('cust'), siteId: someId('site') };
    await told(1, response, data);
    await opened();
    await told(2, response, data);
    await opened();
    expect(await world.service.database.manager.query('SELECT count(*)::int AS n FROM cases')).toEqual([{ n: 1 }]);
    expect(await followUpOf(response, caller('MANAGER', { siteId: someId('site') }))).toBeNull();
    expect(await followUpOf(response, caller('MANAGER', { siteId: data.siteId }))).toMatchObject({ type: 'REQUEST' });
  });
});
