import { insertRows } from '@courtesy/persistence';
import type { UseReserved } from '../src/authority-use/authority-use.ts';
import { authorityUseTable } from '../src/authority-use/authority-use.table.ts';
import { givenGrant } from './authority-world.ts';
import { someId, type World } from './policy-world.ts';

/** A year of refunds in which a few customers and members of staff do what loss prevention looks for. */
export interface RefundYear {
  readonly from: string;
  readonly until: string;
  /** Ids of the planted customers: serial refunders, and the friends to whom a planted member of staff refunds. */
  readonly plantedCustomers: ReadonlySet<string>;
  /** Ids of the planted staff: one just under the limit, one who splits, one for friends. */
  readonly plantedStaff: ReadonlySet<string>;
  readonly uses: number;
}

const FROM = Date.UTC(2025, 0, 1);
const DAY = 86_400_000;
const LIMIT = 5_000;

/** Numbers from 0 to 1 that follow from a seed alone (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Refund {
  readonly customer: string;
  readonly person: string;
  readonly minor: number;
  readonly at: number;
  readonly order: string;
}

/** Writes the year down, refund by refund. */
class YearWriter {
  readonly refunds: Refund[] = [];
  readonly staff = Array.from({ length: 30 }, () => someId('pers'));
  private readonly random: () => number;
  private orders = 0;

  constructor(seed: number) {
    this.random = randomFrom(seed);
  }

  from(low: number, high: number): number {
    return low + this.random() * (high - low);
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** Somebody at the desk: some work half the week of others. */
  anybody(): string {
    const place = Math.floor(30 * this.random() ** 1.3);
    return this.staff[place] ?? this.staff[0] ?? '';
  }

  /** An ordinary amount: log-normal about 18 pounds, never above the limit. */
  ordinary(): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
    return Math.max(100, Math.min(LIMIT, Math.round(1_800 * Math.exp(0.8 * normal))));
  }

  justUnder(): number {
    return Math.round(this.from(4_550, 4_999));
  }

  add(refund: Omit<Refund, 'order'> & { readonly order?: string }): void {
    this.orders += 1;
    this.refunds.push({ order: `ORD-${this.orders}`, ...refund });
  }

  /** How many refunds an honest customer asks for in a year: mostly one, now and then many. */
  private honestCount(): number {
    const rank = this.random();
    if (rank < 0.55) return 1;
    if (rank < 0.78) return 2;
    if (rank < 0.9) return 3;
    return rank < 0.99 ? 4 + Math.floor(this.from(0, 2)) : 6 + Math.floor(this.from(0, 3));
  }

  honest(customers: number): void {
    for (let i = 0; i < customers; i += 1) {
      const customer = someId('cust');
      let at = 0;
      for (let left = this.honestCount(); left > 0; left -= 1) {
        // One in six comes back soon: a second thing of the same purchase.
        at = at > 0 && this.chance(0.17) ? at + this.from(1, 14) * DAY : FROM + this.from(0, 364) * DAY;
        this.add({ customer, person: this.anybody(), minor: this.ordinary(), at });
      }
    }
  }

  /** Refunds every week or two, many of them as high as the desk may go. */
  serialRefunder(count: number): string {
    const customer = someId('cust');
    let at = FROM + this.from(0, 60) * DAY;
    for (let i = 0; i < count; i += 1) {
      this.add({ customer, person: this.anybody(), minor: this.chance(0.5) ? this.justUnder() : this.ordinary(), at });
      at += this.from(4, 18) * DAY;
    }
    return customer;
  }

  /** Gives what nobody has to approve, to customers who come once. */
  justUnderTheLimit(person: string): void {
    for (let i = 0; i < 45; i += 1)
      this.add({ customer: someId('cust'), person, minor: this.justUnder(), at: FROM + this.from(0, 364) * DAY });
  }

  /** Gives one large refund as two, in the same hour and on the same order. */
  splitter(person: string): void {
    for (let i = 0; i < 14; i += 1) {
      const [customer, at] = [someId('cust'), FROM + this.from(0, 364) * DAY];
      for (const hour of [0, 1])
        this.add({
          customer,
          person,
          minor: Math.round(this.from(2_600, 4_400)),
          at: at + hour * 3_600_000,
          order: `SPLIT-${i}`,
        });
    }
  }

  /** Refunds to two friends again and again. */
  forFriends(person: string): readonly string[] {
    const friends = [someId('cust'), someId('cust')];
    for (const customer of friends)
      for (let i = 0; i < 15; i += 1)
        this.add({ customer, person, minor: this.ordinary(), at: FROM + this.from(0, 364) * DAY });
    return friends;
  }
}

/** Writes a year of refunds to the ledger: the same customers, staff and amounts for the same seed but for their ids. */
export async function givenRefundYear(
  world: World,
  seed: number,
  place: Partial<UseReserved> = {},
): Promise<RefundYear> {
  const year = new YearWriter(seed);
  const [near = '', splits = '', friendly = ''] = year.staff;
  year.honest(1_200);
  const serial = [14, 18, 22, 26].map((count) => year.serialRefunder(count));
  year.justUnderTheLimit(near);
  year.splitter(splits);
  const friends = year.forFriends(friendly);
  const grant = await givenGrant(world);
  const rows = year.refunds.map(({ customer, person, minor, at, order }): UseReserved => ({
    ...{ id: someId('ause'), decisionType: 'REFUND', minor: BigInt(minor), currency: 'GBP' },
    ...{ caseId: someId('case'), customerId: customer, orderReference: order },
    ...{ requestedBy: `user-${person}`, requesterId: person, teamId: null, siteId: null, regionId: null },
    ...{
      grantId: grant.id,
      clauseId: null,
      requestId: null,
      authorityOf: person,
      approverId: null,
      reservedAt: new Date(at),
    },
    ...place,
  }));
  await insertRows(world.service.database.manager, authorityUseTable, rows);
  return {
    from: '2025-01-01T00:00:00Z',
    until: '2026-01-01T00:00:00Z',
    plantedCustomers: new Set([...serial, ...friends]),
    plantedStaff: new Set([near, splits, friendly]),
    uses: rows.length,
  };
}
