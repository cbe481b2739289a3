import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eraseTraces, problemsOfPersonalData } from '@courtesy/persistence';
import {
  givenCircumstance,
  givenContactPoint,
  givenCustomer,
  startWorld,
  type World,
} from '../test/customers-world.ts';
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

  it('leaves whole what must stay a word of a list or one of its kind', async () => {
    const { manager } = world.service.database;
    const { id } = await givenCustomer(world, { contactPoints: [{ kind: 'EMAIL', value: 'ifor@ifans.example' }] });
    await givenContactPoint(world, id, { kind: 'EMAIL', value: 'ifor@other.example' });
    await givenCircumstance(world, id, 'large print');
    await givenCircumstance(world, id, 'no stairs');
    await manager.query(
      `INSERT INTO consents (id, customer_id, counts_for, purpose, change, basis, how, place, valid_from, recorded_at, recorded_by, by_customer)
       VALUES ('cons_1', $1, ARRAY[$1], 'MARKETING', 'GIVEN', 'CONSENT', 'SPOKEN', 'On the phone with Gwen', now(), now(), 'staff', false)`,
      [id],
    );
    const gwen = {
      customerIds: [id],
      caseIds: [],
      everywhere: 'ifor@\\w+\\.example',
      own: 'ifor@\\w+\\.example|Gwen|Ifans',
    };
    const erased = await world.service.database.transaction((tx) => eraseTraces(tx.manager, gwen));
    expect(erased).toMatchObject({ consents: 1, contact_points: 2, circumstances: 2, customers: 1 });
    expect(await manager.query(`SELECT how, place FROM consents WHERE customer_id = $1`, [id])).toEqual([
      { how: 'SPOKEN', place: '[erased]' },
    ]);
  });
});
