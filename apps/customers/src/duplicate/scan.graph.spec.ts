import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Database } from '@courtesy/persistence';
import { startSpecService } from '@courtesy/subgraph/spec-service';
import { withClient } from '@courtesy/testing';
import { admin, ask, change, clock, someId, type World } from '../../test/customers-world.ts';
import { FIND, runOf, type SeenPair } from '../../test/duplicates.ts';
import { plantedCustomers, TWISTS } from '../../test/planted.ts';
import { customers } from '../customers.ts';
import { scanOn } from './scan.commands.ts';

const HOUSEHOLDS = 600;
const planted = plantedCustomers(HOUSEHOLDS, 20_261_123);
const ids = new Map<string, string>();

/** The service without its workers: a spec does each step itself. */
let world: World;
beforeAll(async () => {
  world = await startSpecService({ ...customers, resources: [] }, { now: clock, keep: ['duplicate_rules'] });
  for (let from = 0; from < planted.customers.length; from += 500) {
    const part = planted.customers.slice(from, from + 500);
    const fragments = '... on CustomersRegistered { refused { index } customers { index customer { id } } }';
    const answer = await change(world, 'registerCustomers', { customers: part }, { actor: admin, fragments });
    expect(answer['refused']).toEqual([]);
    for (const { index, customer } of answer['customers'] as { index: number; customer: { id: string } }[])
      ids.set(part[index]?.externalIdentity.id ?? '', customer.id);
  }
});
afterAll(() => world?.close());

const opened = () =>
  openDatabase({ service: 'customers', url: world.database.appUrl, tables: customers.tables, poolSize: 1 });

const stepOf = (database: Database) => scanOn({ database, now: clock, newId: someId });

async function start(): Promise<string> {
  const answer = await change(
    world,
    'startDuplicateScan',
    {},
    { fragments: '... on DuplicateScanStarted { run { id } }' },
  );
  return (answer['run'] as { id: string }).id;
}

interface PairPage {
  readonly nodes: readonly SeenPair[];
  readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
}

async function allPairs(): Promise<SeenPair[]> {
  const pairs: SeenPair[] = [];
  for (let after: string | null = null; ;) {
    const { findDuplicates: page }: { findDuplicates: PairPage } = await ask(world, FIND, { after });
    pairs.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return pairs;
    after = page.pageInfo.endCursor;
  }
}

describe('a scan', () => {
  it('whose process dies is gone on with by another from where it was', async () => {
    const id = await start();
    const first = await opened();
    await stepOf(first);
    await stepOf(first);
    await first.close();
    expect(await runOf(world, id)).toMatchObject({ state: 'COMPARING', found: 0 });
    const second = await opened();
    while (await stepOf(second));
    await second.close();
    expect(await runOf(world, id)).toMatchObject({ state: 'DONE', progress: 1 });
    const left = await world.service.database.manager.query(`SELECT 1 FROM duplicate_blocks`);
    expect(left).toEqual([]);
  });

  it(`finds all 300 planted second records among ${HOUSEHOLDS} households of two, and no pair that is none`, async () => {
    const wanted = new Map(
      planted.doubles.map((each) => [`${ids.get(each.original) ?? ''} ${ids.get(each.double) ?? ''}`, each.twist]),
    );
    const pairs = await allPairs();
    const right = pairs.filter(({ first, second }) => wanted.has(`${first.id} ${second.id}`));
    const figures = {
      planted: wanted.size,
      found: pairs.length,
      recall: right.length / wanted.size,
      precision: right.length / pairs.length,
    };
    expect(figures).toEqual({ planted: 300, found: 300, recall: 1, precision: 1 });
    for (const twist of TWISTS) {
      const all = [...wanted].filter(([, each]) => each === twist);
      const known = new Set(right.map(({ first, second }) => `${first.id} ${second.id}`));
      expect([twist, all.filter(([pair]) => known.has(pair)).length / all.length]).toEqual([twist, 1]);
    }
  });

  it('whose step fails three times is given up, and the next one can begin', async () => {
    const id = await start();
    const database = await opened();
    await withClient(world.database.ownerUrl, (client) =>
      client.query('REVOKE INSERT ON duplicate_blocks FROM customers'),
    );
    await stepOf(database);
    for (let failure = 0; failure < 3; failure += 1)
      await expect(stepOf(database)).rejects.toThrow(/permission denied/);
    expect(await runOf(world, id)).toMatchObject({ state: 'FAILED' });
    await withClient(world.database.ownerUrl, (client) =>
      client.query('GRANT INSERT ON duplicate_blocks TO customers'),
    );
    const again = await start();
    while (await stepOf(database));
    await database.close();
    expect(await runOf(world, again)).toMatchObject({ state: 'DONE', found: (await allPairs()).length });
  });
});
