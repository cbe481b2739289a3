import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOfRows } from '@courtesy/testing';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenPlace } from '../../test/stories.ts';
import { as, asked, type Who } from '../../test/verbs.ts';

let world: GraphWorld;
let manager: Who;
beforeAll(async () => {
  world = await startGraph({ now: () => new Date('2026-03-02T08:00:00.000Z') });
  manager = as('manager', (await givenPlace(world, 'Calls')).personId);
});
afterAll(() => world?.close());

const near = (value: number) => expect.closeTo(value, 6);
const calls = (volume: number, interval: string, handleTime: string, more: object = {}) => ({
  ...{ volume, interval, handleTime },
  ...more,
});
const eightyTwenty = { serviceLevel: 0.8, within: 'PT20S', shrinkage: 0.3 };

const PERFORMANCE = 'performance { state waiting serviceLevel meanWait abandoned occupancy queueLength }';
const required = (demand: object[], target: object = eightyTwenty) =>
  asked<{ requiredStaff: object[] }>(
    world,
    manager,
    `query ($demand: [StaffingDemandInput!]!, $target: StaffingTargetInput!) {
      requiredStaff(demand: $demand, target: $target) { agents scheduled ${PERFORMANCE} } }`,
    { demand, target },
  );
const served = (demand: object, agents: number) =>
  asked<{ queuePerformance: object }>(
    world,
    manager,
    `query ($demand: StaffingDemandInput!, $agents: Int!) {
      queuePerformance(demand: $demand, agents: $agents, within: "PT20S") { state waiting serviceLevel meanWait abandoned occupancy } }`,
    { demand, agents },
  );

describe('how many people are needed', () => {
  it('is 14 of 100 calls in half an hour, 20 with shrinkage; and 29 of 360 an hour', async () => {
    const found = await required([calls(100, 'PT30M', 'PT3M'), calls(360, 'PT1H', 'PT4M'), calls(0, 'PT30M', 'PT3M')]);
    expect(found.requiredStaff).toMatchObject([
      {
        ...{ agents: 14, scheduled: 20 },
        performance: {
          ...{ state: 'STABLE', serviceLevel: near(0.88835), waiting: near(0.174132), occupancy: near(0.714286) },
          ...{ meanWait: 'PT7.836S', abandoned: 0 },
        },
      },
      { agents: 29, performance: { serviceLevel: near(0.840283) } },
      { agents: 0, scheduled: 0 },
    ]);
  });

  it('is told with what fewer would come to: 12 answer in 40.445 s, with patience 4.3 % give up, and 12 erlangs are UNSTABLE', async () => {
    expect(await served(calls(100, 'PT30M', 'PT3M'), 12)).toMatchObject({
      queuePerformance: { serviceLevel: near(0.640158), meanWait: 'PT40.445S' },
    });
    expect(await served(calls(100, 'PT30M', 'PT3M', { patience: 'PT5M' }), 12)).toMatchObject({
      queuePerformance: { abandoned: near(0.042711), meanWait: 'PT12.813S' },
    });
    expect(await served(calls(120, 'PT30M', 'PT3M'), 12)).toEqual({
      queuePerformance: {
        ...{ state: 'UNSTABLE', waiting: null, serviceLevel: null, meanWait: null, abandoned: null, occupancy: null },
      },
    });
  });

  it('and what a fifth more calls cost: 16 agents, 23 on the roster, the difference to the penny, and nothing written', async () => {
    const before = await textOfWorkforce();
    const query = `query ($demand: StaffingDemandInput!, $target: StaffingTargetInput!) {
      whatIfStaffing(demand: $demand, target: $target, wage: { amount: "13.15", currency: "GBP" }, change: { volumePercent: 20 }) {
        base { agents scheduled cost { amount } } changed { agents scheduled cost { amount } performance { serviceLevel } }
        costDifference { amount currency } } }`;
    const demand = calls(100, 'PT30M', 'PT3M');
    expect(await asked(world, manager, query, { demand, target: eightyTwenty })).toEqual({
      whatIfStaffing: {
        base: { agents: 14, scheduled: 20, cost: { amount: '131.50' } },
        changed: {
          agents: 16,
          scheduled: 23,
          cost: { amount: '151.23' },
          performance: { serviceLevel: near(0.868831) },
        },
        costDifference: { amount: '19.73', currency: 'GBP' },
      },
    });
    expect(await textOfWorkforce()).toEqual(before);
  });

  it('of letters that are due by the end of the fourth hour is 3 where at once it would be 10', async () => {
    const query = `query ($at: Int!) { requiredBacklogStaff(backlog: { volumes: [60, 0, 0, 0], interval: "PT1H", handleTime: "PT10M", dueAfter: $at, shrinkage: 0.3 }) { agents scheduled } }`;
    expect(await asked(world, manager, query, { at: 0 })).toEqual({
      requiredBacklogStaff: { agents: 10, scheduled: 15 },
    });
    expect(await asked(world, manager, query, { at: 3 })).toEqual({
      requiredBacklogStaff: { agents: 3, scheduled: 5 },
    });
  });

  it('is refused with everything that is wrong with the question', async () => {
    const { errors } = await world.ask(
      `{ requiredStaff(demand: [{ volume: -1, interval: "PT1S", handleTime: "PT3M" }], target: { serviceLevel: 1, within: "PT20S" }) { agents } }`,
      {},
      manager,
    );
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(/demand\[0\].volume.*demand\[0\].interval.*target.serviceLevel/),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});

/** A digest of every row of the workforce service, but for how far it has read the others. */
const textOfWorkforce = () =>
  digestOfRows(world.services['workforce']?.database.ownerUrl ?? '', { tables: /^feed_cursor$/, columns: [] });
