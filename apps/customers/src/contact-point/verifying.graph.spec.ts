import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { change, givenContactPoint, givenCustomer, startWorld, type World } from '../../test/customers-world.ts';
import { normaliseStored } from '../migrations/1763892000000-spellings.ts';
import { found, seen } from '../../test/identity.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const verify = (contactPointId: string, more: object = {}) =>
  change(
    world,
    'verifyContactPoint',
    { contactPointId, method: 'CODE_SENT', ...more },
    {
      fragments:
        '... on ContactPointVerified { contactPoint { id state verifiedHow customer { version } } } ... on ContactPointTaken { owner { id } }',
    },
  );
const points = async (id: string) =>
  (
    await seen<{ contactPoints: { nodes: object[] } }>(
      world,
      id,
      'contactPoints(includeEnded: true) { nodes { value reachableAt state primary } }',
    )
  ).contactPoints.nodes;
const email = (value: string) => ({ kind: 'EMAIL', value });

describe('a contact point', () => {
  it('is proved to be theirs once, by one customer only, and is free when it is retired', async () => {
    const [gwen, rhys] = [(await givenCustomer(world)).id, (await givenCustomer(world, { givenName: 'Rhys' })).id];
    const hers = await givenContactPoint(world, gwen, email('Home@Example.org'));
    const his = await givenContactPoint(world, rhys, email('home@example.org'));
    const verified = { contactPoint: { state: 'VERIFIED', verifiedHow: 'CODE_SENT', customer: { version: 3 } } };
    expect(await verify(hers)).toMatchObject(verified);
    expect(await verify(hers, { method: 'DOCUMENT_SHOWN' })).toMatchObject(verified);
    const taken = await verify(his);
    expect(taken).toMatchObject({ code: 'CONTACT_POINT_TAKEN', owner: { id: gwen } });
    expect(taken.message).not.toMatch(/Gwen|cust_/);
    await change(world, 'removeContactPoint', { contactPointId: hers });
    expect(await verify(his)).toMatchObject({ contactPoint: { state: 'VERIFIED' } });
    expect(await verify(hers)).toMatchObject({ code: 'CONTACT_POINT_RETIRED' });
    expect(await points(gwen)).toMatchObject([{ state: 'RETIRED', reachableAt: 'Home@example.org' }]);
  });

  it('is proved by one of two who do so at once', async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => givenContactPoint(world, (await givenCustomer(world)).id, email('both@example.org'))),
    );
    const answers = await Promise.all(ids.map((id) => verify(id)));
    expect(answers.map((answer) => answer.__typename).toSorted()).toEqual([
      'ContactPointTaken',
      'ContactPointVerified',
    ]);
  });

  it('is the first to use of its kind when it was chosen last', async () => {
    const { id } = await givenCustomer(world);
    const [home, work] = [
      await givenContactPoint(world, id, email('h@example.org')),
      await givenContactPoint(world, id, email('w@example.org')),
    ];
    await givenContactPoint(world, id, { kind: 'PHONE', value: '+44 29 2018 0000' });
    for (const contactPointId of [work, home, work, home])
      await change(world, 'preferContactPoint', { contactPointId });
    expect(await points(id)).toMatchObject([
      { value: '+44 29 2018 0000', primary: false },
      { value: 'w@example.org', primary: false },
      { value: 'h@example.org', primary: true },
    ]);
  });

  it('is found however it is written, wherever it is dialled', async () => {
    const { id } = await givenCustomer(world);
    await givenContactPoint(world, id, { kind: 'PHONE', value: '029 2018 0042' });
    const { id: abroad } = await givenCustomer(world);
    await givenContactPoint(world, abroad, {
      kind: 'POSTAL',
      address: { locality: 'Albany', territory: 'NY', country: 'US' },
    });
    await givenContactPoint(world, abroad, { kind: 'PHONE', value: '(212) 555-0142 x7' });
    const lookUp = (eq: string) => found(world, { contact: { value: { eq } } });
    for (const written of ['+44 29 2018 0042', '02920180042', '029-2018-0042', '0044 29 20180042'])
      expect(await lookUp(written)).toEqual([id]);
    for (const written of ['212-555-0142', '+1 212 555 0142 ext. 7', '2125550142'])
      expect(await lookUp(written)).toEqual([abroad]);
    expect(await points(abroad)).toMatchObject([{ reachableAt: '+12125550142;ext=7' }, {}]);
  });

  it('that cannot be a number is refused, saying how to write one', async () => {
    const { id: customerId } = await givenCustomer(world);
    const contactPoint = { kind: 'PHONE', value: '101' };
    const refused = await change(
      world,
      'addContactPoint',
      { customerId, contactPoint },
      { fragments: '... on InvalidInput { problems { path message } }' },
    );
    expect(refused).toMatchObject({
      problems: [{ path: 'contactPoint.value', message: expect.stringContaining('such as +44 29 2018 0000') }],
    });
  });

  it('of before has the spelling of today, but one that would be another of its customer', async () => {
    const { id } = await givenCustomer(world);
    const add = (value: string) => givenContactPoint(world, id, { kind: 'PHONE', value });
    const [plain, alike] = [await add('+44 29 2018 0077'), await add('+44 29 2018 0078')];
    const database = await new DataSource({ type: 'postgres', url: world.database.ownerUrl }).initialize();
    const runner = database.createQueryRunner();
    await runner.query(`UPDATE contact_points SET normalised = '442920180077', national = NULL WHERE id = '${plain}'`);
    await runner.query(
      `UPDATE contact_points SET value = '+44 (29) 2018 0077', normalised = '0442920180077', national = NULL WHERE id = '${alike}'`,
    );
    await normaliseStored(runner);
    const rows = await runner.query(`SELECT normalised FROM contact_points WHERE customer_id = '${id}' ORDER BY id`);
    await database.destroy();
    expect(rows).toEqual([{ normalised: '+442920180077' }, { normalised: '0442920180077' }]);
  });
});
