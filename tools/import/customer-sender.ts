import type { RegisterCustomersItemInput } from '@courtesy/graph-types/customers';
import { registerCustomers } from './bulk.ts';
import type { GraphClient } from './graph-client.ts';
import { GraphFailed } from './graph-failure.ts';
import type { Keyed } from './keyed-bulks.ts';
import { differences, identityOf, type KnownCustomer, knownCustomers, supersededContacts } from './known-customers.ts';
import type { Rejects } from './rejects.ts';
import type { RowReport } from './row-report.ts';

/**
 * What becomes of a customer whom the graph knows otherwise. `forward`: what the file says is added, and names follow it; `keep`: they are
 * left alone; `replace`: as forward, and contact points of a kind that the file names are ended where it names others.
 */
export type OnConflict = 'forward' | 'keep' | 'replace';

/** A customer and the row they were read from. */
export interface ReadCustomer extends Keyed {
  readonly customer: RegisterCustomersItemInput;
  readonly line: number;
  readonly raw: string;
}

/** Where customers go. */
export interface CustomerGoal {
  readonly client: GraphClient;
  readonly rejects: Rejects;
  readonly report: RowReport;
  readonly onConflict: OnConflict;
  /** Nothing is written; it is only said what would be. */
  readonly dryRun: boolean;
}

/** What became, or would become, of the customers of a file. */
export interface CustomerCounts {
  imported: number;
  already: number;
  /** Known customers of whom the file says something else; counted only where they are looked up. */
  conflicts: number;
}

const remedies: Readonly<Record<OnConflict, string>> = {
  forward: 'the file’s value is added, a name follows it; say --on-conflict keep to leave the customer alone',
  keep: 'left as it is; say --on-conflict replace to take the file’s value',
  replace: 'the file’s value takes its place',
};
const OTHER_KIND = 'nothing of this row is taken: what a customer is does not change; mend the row, or its id';

const removeContact = `mutation EndContact($input: RemoveContactPointInput!) {
  removeContactPoint(input: $input) { __typename }
}`;

/** Sends customers, as far as they may be sent. */
export class CustomerSender {
  readonly counts: CustomerCounts = { imported: 0, already: 0, conflicts: 0 };
  readonly #goal: CustomerGoal;

  constructor(goal: CustomerGoal) {
    this.#goal = goal;
  }

  /** Sends one bulk, or says what would become of it. */
  async send(bulk: readonly ReadCustomer[]): Promise<void> {
    const { dryRun, onConflict, client } = this.#goal;
    const known =
      dryRun || onConflict !== 'forward'
        ? await knownCustomers(
            client,
            bulk.map(({ customer }) => customer),
          )
        : new Map<string, KnownCustomer>();
    const conflicting = await this.#reportConflicts(bulk, known);
    if (dryRun) return this.#foresee(bulk, known);
    const sent = onConflict === 'keep' ? bulk.filter((read) => !conflicting.has(read)) : bulk;
    this.counts.already += bulk.length - sent.length;
    await this.#register(sent);
    if (onConflict === 'replace') await this.#endSuperseded(sent, known);
  }

  async #register(bulk: readonly ReadCustomer[]): Promise<void> {
    const { client, rejects } = this.#goal;
    const { taken, registered, refused } = await registerCustomers(
      client,
      bulk.map(({ customer }) => customer),
    );
    this.counts.imported += registered;
    this.counts.already += taken.size - registered;
    const rejected = [...refused].flatMap(([index, reason]) => {
      const read = bulk[index];
      return read ? [{ line: read.line, raw: read.raw, reason }] : [];
    });
    await rejects.add(rejected);
  }

  async #reportConflicts(
    bulk: readonly ReadCustomer[],
    known: ReadonlyMap<string, KnownCustomer>,
  ): Promise<Set<ReadCustomer>> {
    const conflicting = new Set<ReadCustomer>();
    for (const read of bulk) {
      const before = known.get(identityOf(read.customer.externalIdentity));
      const found = before ? differences(read.customer, before) : [];
      if (found.length === 0) continue;
      conflicting.add(read);
      await this.#goal.report.add(
        found.map(({ field, value, known: knownAs }) => ({
          ...{ line: read.line, what: 'CONFLICT' as const, column: field, value, known: knownAs },
          remedy: field === 'kind' ? OTHER_KIND : remedies[this.#goal.onConflict],
        })),
      );
    }
    this.counts.conflicts += conflicting.size;
    return conflicting;
  }

  async #foresee(bulk: readonly ReadCustomer[], known: ReadonlyMap<string, KnownCustomer>): Promise<void> {
    for (const { customer, line, raw } of bulk) {
      const before = known.get(identityOf(customer.externalIdentity));
      if (!before) this.counts.imported += 1;
      else if (before.kind === customer.kind || this.#goal.onConflict === 'keep') this.counts.already += 1;
      else await this.#goal.rejects.add([{ line, raw, reason: `kind: is ${customer.kind}, but known otherwise` }]);
    }
  }

  async #endSuperseded(bulk: readonly ReadCustomer[], known: ReadonlyMap<string, KnownCustomer>): Promise<void> {
    for (const { customer } of bulk) {
      const before = known.get(identityOf(customer.externalIdentity));
      if (before?.kind !== customer.kind) continue;
      for (const { id } of supersededContacts(customer, before)) {
        const { removeContactPoint: result } = await this.#goal.client.ask<{
          removeContactPoint: { readonly __typename: string };
        }>(removeContact, { input: { contactPointId: id } });
        if (result.__typename !== 'ContactPointRemoved')
          throw new GraphFailed({ code: 'NOT_REPLACED', message: `A contact point stays: ${result.__typename}.` });
      }
    }
  }
}
