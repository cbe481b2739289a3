import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import {
  admin,
  ask,
  change,
  clock,
  givenCustomer,
  lead,
  startWorld,
  tryToAsk,
  type World,
} from '../../test/customers-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

async function givenVulnerable(count = 1): Promise<{ customerId: string; ids: string[] }> {
  const { id: customerId } = await givenCustomer(world);
  const ids = [];
  for (let place = 0; place < count; place += 1) {
    const answer = await change(
      world,
      'recordVulnerability',
      {
        ...{ customerId, driver: 'HEALTH', need: `Need ${place}`, disclosedBy: 'CUSTOMER' },
        ...{ basis: 'EXPLICIT_CONSENT', reviewBy: '2027-01-01T00:00:00Z' },
      },
      { fragments: '... on VulnerabilityRecorded { vulnerability { id } }' },
    );
    ids.push((answer['vulnerability'] as { id: string }).id);
  }
  return { customerId, ids };
}

interface Read {
  readonly record: { readonly id: string };
  readonly fields: readonly string[];
}
const readsOf = async (id: string) => {
  const { customer } = await ask<{ customer: { restrictedReads: { nodes: Read[]; totalCount: number } } }>(
    world,
    `query ($id: ID!) { customer(id: $id) { restrictedReads { nodes { kind record { id } fields reader readerRole person { id } requestId readAt } totalCount } } }`,
    { id },
    admin,
  );
  return customer.restrictedReads.nodes;
};
const inserts = () => world.statements().filter((sql) => sql.includes('restricted_reads'));

const EVERYWHERE = `query ($id: ID!, $one: ID!, $references: [_Any!]!) {
  item: vulnerability(id: $one) { need }
  held: customer(id: $id) { vulnerabilities { driver status } }
  ever: customer(id: $id) { vulnerabilityHistory { edges { node { aliased: adjustments } } } }
  due: vulnerabilityReviewsDue(within: "P400D") { nodes { __typename } }
  entity: _entities(representations: $references) { ... on Vulnerability { id } }
}`;

describe('a read of a restricted record', () => {
  it('is on record with who, what, when and in which request: one insert for all that a request read', async () => {
    const { customerId, ids } = await givenVulnerable(3);
    const [one] = ids;
    const reader = caller('LEAD', { subject: 'ann', personId: 'pers_ann' });
    world.statements();
    const references = [{ __typename: 'Vulnerability', id: one }];
    await ask(world, EVERYWHERE, { id: customerId, one, references }, reader);
    expect(inserts()).toHaveLength(1);
    const reads = await readsOf(customerId);
    expect(reads.map(({ record }) => record.id).sort()).toEqual(ids.toSorted());
    expect(reads.find(({ record }) => record.id === one)).toEqual({
      ...{ kind: 'VULNERABILITY', record: { id: one }, fields: ['adjustments', 'driver', 'need', 'status'] },
      ...{ reader: 'ann', readerRole: 'LEAD', person: { id: 'pers_ann' }, readAt: clock().toISOString() },
      requestId: expect.any(String),
    });
    const requests = new Set(reads.map((read) => (read as unknown as { requestId: string }).requestId));
    expect(requests.size).toBe(1);
  });

  it('of which nothing but its being there was seen is on record too', async () => {
    const { customerId } = await givenVulnerable();
    await ask(world, `query ($id: ID!) { customer(id: $id) { vulnerabilities { __typename } } }`, { id: customerId });
    expect((await readsOf(customerId)).map(({ fields }) => fields)).toEqual([[]]);
  });

  it('costs nothing where nothing restricted is read', async () => {
    const { id } = await givenCustomer(world);
    world.statements();
    await ask(world, `query ($id: ID!) { customer(id: $id) { displayName adjustments vulnerabilities { need } } }`, {
      id,
    });
    expect(inserts()).toEqual([]);
  });

  it('is seen by nobody but who audits', async () => {
    const { customerId } = await givenVulnerable();
    const query = `query ($id: ID!) { customer(id: $id) { restrictedReads { totalCount } } }`;
    for (const actor of [lead, caller('MANAGER'), caller('ANALYST'), caller('SERVICE')])
      expect((await tryToAsk(world, query, { id: customerId }, actor)).codes).toEqual(['FORBIDDEN']);
  });

  it('that cannot be put on record is not answered', async () => {
    const { customerId } = await givenVulnerable();
    const url = world.database.ownerUrl;
    const owner = await openDatabase({ service: 'customers', url, tables: [], poolSize: 1 });
    const query = `query ($id: ID!) { customer(id: $id) { displayName vulnerabilities { need } } }`;
    try {
      await owner.manager.query(`REVOKE INSERT ON restricted_reads FROM customers`);
      const answer = await tryToAsk(world, query, { id: customerId }, lead);
      expect(answer).toEqual({ data: null, codes: ['INTERNAL_SERVER_ERROR'] });
      expect(JSON.stringify(answer)).not.toContain('Need 0');
    } finally {
      await owner.manager.query(`GRANT INSERT ON restricted_reads TO customers`);
      await owner.close();
    }
    expect((await tryToAsk(world, query, { id: customerId }, lead)).codes).toEqual([]);
  });
});
