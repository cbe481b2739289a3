import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import type { Actor } from '@courtesy/subgraph';
import { ask, clock, eventsAbout, startWorld, type World } from '../../test/cases-world.ts';
import { openAt } from '../../test/clock-stories.ts';
import { at, traceOf, type SeenEscalation } from '../../test/escalation-stories.ts';
import { idOf, nameOf } from '../../test/named-ids.ts';
import { leave, person, shift, site, workforceTells } from '../../test/workforce-feed.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
const day = (hours: string) => `2026-03-02T${hours}:00Z`;
const tells = (...told: Parameters<typeof workforceTells>[1][]) => workforceTells(world.service.database, ...told);
const today = (who: string, where = 'site_a') => shift(who, where, day('08:00'), day('20:00'));
beforeEach(async () => {
  clock.set(day('09:00'));
  await world.database.reset();
  await tells(
    ...[site('site_a', 'reg_1'), person('pers_boss', 'MANAGER', 'site_a'), person('pers_boss2', 'MANAGER', 'site_a')],
    ...[person('pers_region', 'REGIONAL', 'site_a'), person('pers_agent', 'AGENT', 'site_a')],
  );
});
afterAll(() => world?.close());

interface SeenCallout extends Pick<SeenEscalation, 'searches'> {
  readonly id: string;
  readonly status: string;
  readonly to: { readonly id: string } | null;
  readonly acknowledgeBy: string | null;
}
const FIELDS = `id status level urgency acknowledgeBy to { id } searches { outcome level considered { person { id } verdict } }`;

const desk = () => caller('AGENT', { personId: idOf('pers_agent'), siteId: idOf('site_a') });
const as = (who: string) => caller('MANAGER', { personId: idOf(who), siteId: idOf('site_a') });

const doing = async (verb: string, success: string, input: object, actor: Actor) => {
  const query = `mutation ($input: ${verb[0]?.toUpperCase()}${verb.slice(1)}Input!) { ${verb}(input: $input) { __typename ... on UserError { code } ... on ${success} { callout { ${FIELDS} } } } }`;
  type Result = { __typename: string; code?: string; callout: SeenCallout };
  return (await ask<Record<string, Result>>(world, query, { input }, actor))[verb]!;
};
const summon = (more: object = {}, actor = desk()) =>
  doing('summonManager', 'ManagerSummoned', { reason: 'A customer shouts at staff', ...more }, actor);
const answer = (calloutId: string, actor: Actor) =>
  doing('acknowledgeCallout', 'CalloutAcknowledged', { calloutId }, actor);

const seen = async (id: string) => {
  const query = `query ($id: ID!) { callout(id: $id) { ${FIELDS} } }`;
  return (await ask<{ callout: SeenCallout }>(world, query, { id })).callout;
};
const standing = ({ status, to }: SeenCallout) => `${status} ${to ? nameOf(to.id) : '-'}`;

describe('calling the manager', () => {
  it('calls the one who is on shift there, who has five minutes, and is answered', async () => {
    await tells(today('pers_boss2'), today('pers_boss'), leave('pers_boss', day('00:00'), day('23:00')));
    const { callout } = await summon();
    expect(standing(callout)).toBe('PAGED pers_boss2');
    expect(callout.acknowledgeBy).toBe('2026-03-02T09:05:00.000Z');
    expect(traceOf(callout)).toEqual(['pers_boss ON_LEAVE', 'pers_boss2 CHOSEN']);
    expect(await answer(callout.id, as('pers_boss'))).toMatchObject({ code: 'CALLOUT_IS_FOR_ANOTHER' });
    expect(standing((await answer(callout.id, as('pers_boss2'))).callout)).toBe('ACKNOWLEDGED pers_boss2');
    await at(world, day('12:00'));
    expect(standing(await seen(callout.id))).toBe('ACKNOWLEDGED pers_boss2');
    expect(await eventsAbout(world, callout.id)).toEqual([
      'courtesy.callout.paged.v1',
      'courtesy.callout.acknowledged.v1',
    ]);
  });

  it('calls the next in line when nobody answers in time, then whoever is above, then has a gap on record', async () => {
    await tells(today('pers_boss'), today('pers_boss2'), today('pers_region'));
    const { callout } = await summon({ acknowledgeWithin: 'PT2M', urgency: 'DANGER' });
    expect(standing(callout)).toBe('PAGED pers_boss');
    await at(world, '2026-03-02T09:01:59Z');
    expect(standing(await seen(callout.id))).toBe('PAGED pers_boss');
    await at(world, day('09:02'));
    expect(standing(await seen(callout.id))).toBe('PAGED pers_boss2');
    await at(world, day('09:04'));
    const third = await seen(callout.id);
    expect(standing(third)).toBe('PAGED pers_region');
    expect(traceOf(third)).toEqual([
      ...['pers_boss DID_NOT_ACCEPT', 'pers_boss2 DID_NOT_ACCEPT', 'pers_region CHOSEN'],
    ]);
    await at(world, day('09:06'));
    expect(standing(await seen(callout.id))).toBe('UNCOVERED -');
    expect(standing((await answer(callout.id, as('pers_boss'))).callout)).toBe('ACKNOWLEDGED pers_boss');
  });

  it('has a gap on record when nobody is on shift, and calls whoever comes', async () => {
    const { callout } = await summon();
    expect(standing(callout)).toBe('UNCOVERED -');
    await tells(today('pers_boss'));
    await at(world, day('09:01'));
    expect(standing(await seen(callout.id))).toBe('PAGED pers_boss');
    const gaps = await world.service.database.manager.query<{ id: string }[]>(
      `SELECT data->>'calloutId' AS id FROM event_log WHERE type = 'courtesy.cover-gap.found.v1'`,
    );
    expect(gaps).toEqual([{ id: callout.id }]);
  });

  it('is about a case where one is named, once for the same key, and ends when nobody needs to come', async () => {
    await tells(today('pers_boss'));
    const caseId = await openAt(world, day('09:00'), { siteId: idOf('site_a') });
    const manager = as('pers_boss2');
    const [first, again] = [
      await summon({ caseId, idempotencyKey: 'k' }, manager),
      await summon({ caseId, idempotencyKey: 'k' }, manager),
    ];
    expect(again.callout.id).toBe(first.callout.id);
    const stood = await doing('standDownCallout', 'CalloutStoodDown', { calloutId: first.callout.id }, manager);
    expect(stood.callout.status).toBe('STOOD_DOWN');
    expect(await answer(first.callout.id, as('pers_boss'))).toMatchObject({ code: 'CALLOUT_IS_SETTLED' });
  });

  it('goes to no site beyond the caller, nor for a case that is not theirs to see', async () => {
    const caseId = await openAt(world, day('09:00'), { siteId: idOf('site_b') });
    expect(await summon({ siteId: idOf('site_b') })).toMatchObject({ __typename: 'NotFound' });
    expect(await summon({ caseId })).toMatchObject({ __typename: 'NotFound' });
    const { callout } = await summon();
    expect(await answer(callout.id, caller('MANAGER', { siteId: idOf('site_b') }))).toMatchObject({
      __typename: 'NotFound',
    });
  });
});
