import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemsOfPersonalData } from '@courtesy/persistence';
import { startWorld, type World } from '../test/cases-world.ts';
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
});
