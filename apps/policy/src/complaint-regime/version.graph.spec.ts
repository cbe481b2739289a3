import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readEvent, type CloudEvent } from '@courtesy/events';
import { deadlines, letterFailures } from '@courtesy/kernel';
import { approver, author } from '../../test/policy-documents.ts';
import {
  agent,
  ask,
  clock,
  errorOf,
  eventsAbout,
  NOON,
  someId,
  startWorld,
  type World,
} from '../../test/policy-world.ts';
import { approve, change, givenPack, someRules } from '../../test/regime-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  clock.set(NOON);
  await world.database.reset();
});
afterAll(() => world?.close());

const JUNE = '2026-06-01T00:00:00.000Z';
const seen = async (regimeId: string, fields: string) =>
  (
    await ask<{ complaintRegime: Record<string, unknown> }>(
      world,
      `query ($id: ID!) { complaintRegime(id: $id) { ${fields} } }`,
      { id: regimeId },
      agent,
    )
  ).complaintRegime;
const givenOwn = async (name = 'Own') => change(world, 'draftComplaintRegimeVersion', { name, rules: someRules() });
const next = (regimeId: string, rules: Record<string, unknown> = { jurisdiction: 'Elsewhere' }) =>
  change(world, 'draftComplaintRegimeVersion', { regimeId, rules: someRules(rules), summary: ' Elsewhere ' });

describe('a version of a complaint regime', () => {
  it('is approved by somebody who did not install or draft it', async () => {
    const { regimeVersion } = await change(world, 'installRegimePack', { pack: 'fca-disp' });
    const sameInAnotherSession = { ...author, subject: 'another session' };
    for (const by of [author, sameInAnotherSession])
      expect(await approve(world, regimeVersion.id, {}, by)).toMatchObject({ code: 'SELF_APPROVAL' });
    expect(await approve(world, regimeVersion.id, { expectedVersion: 9 })).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await approve(world, regimeVersion.id)).toMatchObject({
      __typename: 'ComplaintRegimeVersionApproved',
      regimeVersion: { state: 'EFFECTIVE', effectiveFrom: NOON, version: 2 },
      replaced: null,
    });
    expect(await approve(world, regimeVersion.id)).toMatchObject({ code: 'ILLEGAL_REGIME_VERSION_STATE' });
    expect(await approve(world, someId('crgv'))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is in effect by its dates, one at an instant', async () => {
    const { regime, regimeVersion: first } = await givenOwn();
    await approve(world, first.id);
    const second = (await next(regime.id)).regimeVersion;
    expect(await approve(world, second.id, { effectiveFrom: '2026-01-01T00:00:00Z' })).toMatchObject({
      code: 'OVERLAPPING_REGIME_VERSION',
      regimeVersion: { id: first.id },
    });
    expect(await approve(world, second.id, { effectiveFrom: JUNE, effectiveUntil: JUNE })).toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(await approve(world, second.id, { effectiveFrom: JUNE })).toMatchObject({
      regimeVersion: { state: 'APPROVED' },
      replaced: { id: first.id },
    });
    const numbers = `before: versionAt(at: "2026-03-02T11:59:59.999Z") { number } first: versionAt(at: "2026-05-31T23:59:59.999Z") { number effectiveUntil }
      second: versionAt(at: "${JUNE}") { number rules { jurisdiction } summary } current { number }`;
    expect(await seen(regime.id, numbers)).toEqual({
      before: null,
      first: { number: 1, effectiveUntil: JUNE },
      second: { number: 2, rules: { jurisdiction: 'Elsewhere' }, summary: 'Elsewhere' },
      current: { number: 1 },
    });
    clock.set(JUNE);
    expect(await seen(regime.id, 'current { number state } versions { nodes { number state } }')).toEqual({
      current: { number: 2, state: 'EFFECTIVE' },
      versions: {
        nodes: [
          { number: 2, state: 'EFFECTIVE' },
          { number: 1, state: 'SUPERSEDED' },
        ],
      },
    });
  });

  it('may be withdrawn, as a draft and in effect, and nothing else of it ever changes', async () => {
    const { regime, regimeVersion } = await givenOwn();
    const withdraw = (regimeVersionId: string, reason = 'Wrong') =>
      change(world, 'withdrawComplaintRegimeVersion', { regimeVersionId, reason });
    expect(await withdraw(regimeVersion.id, ' ')).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await withdraw(regimeVersion.id)).toMatchObject({ regimeVersion: { state: 'WITHDRAWN' } });
    expect(await eventsAbout(world, regimeVersion.id)).toEqual([]);
    const second = (await next(regime.id)).regimeVersion;
    await approve(world, second.id);
    const { manager } = world.service.database;
    await expect(manager.query(`UPDATE complaint_regime_versions SET rules = '{}'`)).rejects.toThrow(
      'permission denied',
    );
    await expect(
      manager.query(`UPDATE complaint_regime_versions SET effective_from = now() WHERE id = $1`, [second.id]),
    ).rejects.toThrow('never changes');
    await expect(manager.query(`DELETE FROM complaint_regime_versions`)).rejects.toThrow('permission denied');
    clock.set(JUNE);
    expect(await withdraw(second.id)).toMatchObject({ regimeVersion: { state: 'WITHDRAWN', effectiveUntil: JUNE } });
    expect(await withdraw(second.id)).toMatchObject({ code: 'ILLEGAL_REGIME_VERSION_STATE' });
    expect(await seen(regime.id, `current { id } then: versionAt(at: "2026-05-01T00:00:00Z") { number }`)).toEqual({
      current: null,
      then: { number: 2 },
    });
    expect((await eventsAbout(world, second.id)).map(({ type }) => type)).toEqual([
      'courtesy.complaint-regime.approved.v1',
      'courtesy.complaint-regime.withdrawn.v1',
    ]);
  });

  it('is announced whole, so that another service counts its deadlines and checks its letters', async () => {
    const { regime, regimeVersion } = await givenPack(world, 'fca-disp', { effectiveFrom: JUNE });
    const [event] = await eventsAbout(world, regimeVersion.id);
    const read = readEvent({ id: '1', ...event } as CloudEvent);
    if (read?.type !== 'courtesy.complaint-regime.approved.v1') throw new Error('Another event');
    const { rules, ...data } = read.data;
    expect(data).toEqual({
      regimeId: regime.id,
      name: 'FCA DISP complaints',
      pack: 'fca-disp',
      number: 1,
      approverId: approver.personId,
      effectiveFrom: JUNE,
      effectiveUntil: null,
    });
    const dates = { receivedOn: '2026-04-02', acknowledgedOn: null, kinds: ['payment-services'], stages: [] };
    expect(deadlines(rules, dates).map(({ due, extended }) => [due?.date, extended?.date])).toEqual([
      ['2026-04-09', undefined],
      ['2026-04-27', '2026-05-27'],
    ]);
    const letter = {
      stage: 'response',
      kind: 'FINAL_RESPONSE',
      elements: [],
      deciderId: null,
      earlierDeciders: [],
    } as const;
    expect(letterFailures(rules, { ...letter, outcome: 'UPHELD', kinds: [] })).toHaveLength(6);
  });

  it('is refused with the place of everything that is wrong in it', async () => {
    const draft = async (rules: Record<string, unknown>) => {
      const input = { name: 'Broken', rules: someRules(rules) };
      const refused = await change(world, 'draftComplaintRegimeVersion', input);
      expect(refused.code).toBe('INVALID_INPUT');
      return refused.problems?.map(({ path }) => path);
    };
    const [clockGiven] = someRules().clocks;
    const { calendar } = someRules();
    expect(
      await draft({
        clocks: [
          { ...clockGiven, stage: 'second', basis: '7' },
          { ...clockGiven, limit: { length: 0, unit: 'WEEKS' } },
        ],
      }),
    ).toEqual([
      'rules.clocks[1].key',
      'rules.clocks[0].stage',
      'rules.clocks[0].basis',
      'rules.clocks[1].limit.length',
    ]);
    expect(await draft({ calendar: { ...calendar, untilYear: 2025 } })).toEqual(['rules.calendar.untilYear']);
    expect(await draft({ calendar: { ...calendar, holidays: { country: 'XX' } } })).toEqual([
      'rules.calendar.holidays.country',
    ]);
    expect(await draft({ calendar: { ...calendar, holidays: { country: 'GB', region: 'LND' } } })).toEqual([
      'rules.calendar.holidays.region',
    ]);
    expect(await draft({ notice: ' ' })).toEqual(['rules.notice']);
    for (const [input, path] of [
      [{}, 'name'],
      [{ name: 'Two', regimeId: someId('crg') }, 'name'],
    ] as const)
      expect(await change(world, 'draftComplaintRegimeVersion', { ...input, rules: someRules() })).toMatchObject({
        problems: [{ path }],
      });
    expect(await next(someId('crg'))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is read by all staff and adopted by those who write policy', async () => {
    const refused = await errorOf(
      world,
      `mutation { installRegimePack(input: { pack: "fca-disp" }) { __typename } }`,
      {},
      agent,
    );
    expect(refused.code).toBe('FORBIDDEN');
  });
});
