import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eraseTraces, problemsOfPersonalData } from '@courtesy/persistence';
import { startWorld, type World } from '../test/policy-world.ts';
import { personalData } from './personal-data.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

describe('the map of personal data', () => {
  it('says of every column of text whose it is, and what becomes of it when a customer is erased', async () => {
    expect(await problemsOfPersonalData(world.service.database.manager, personalData)).toEqual([]);
  });

  it('is what the database erases by: for somebody it never heard of it finds nothing in any table', async () => {
    const nobody = {
      customerIds: ['cust_0'],
      caseIds: ['case_0'],
      everywhere: 'nobody@nowhere',
      own: 'nobody@nowhere',
    };
    const erased = await world.service.database.transaction(({ manager }) => eraseTraces(manager, nobody));
    expect(erased).toEqual({});
  });
});
