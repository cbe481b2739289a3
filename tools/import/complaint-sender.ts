import { BULK, openCases, registerCustomers } from './bulk.ts';
import type { Complaint } from './complaint.ts';
import type { GraphClient } from './graph-client.ts';
import { InFlight } from './in-flight.ts';
import type { RejectedRow, Rejects } from './rejects.ts';
import type { SiteBook } from './site-book.ts';

/** A complaint and the row it was read from. */
export interface ReadComplaint {
  readonly complaint: Complaint;
  readonly line: number;
  readonly raw: string;
}

/** What became of the complaints that were sent. */
export interface SentCounts {
  /** Cases that are new. */
  imported: number;
  /** Cases that were known before, whether or not something new was done to them. */
  already: number;
  /** Those of the known cases to which something new was done. */
  broughtForward: number;
}

/** Where complaints go. */
export interface ComplaintGoal {
  readonly client: GraphClient;
  readonly sites: SiteBook;
  readonly rejects: Rejects;
  /** How many bulks may be under way at once. */
  readonly lanes: number;
}

/** Sends complaints in bulks, a few at once. Two complaints of one id are never under way together, so the later one comes second. */
export class ComplaintSender {
  readonly counts: SentCounts = { imported: 0, already: 0, broughtForward: 0 };
  readonly #goal: ComplaintGoal;
  readonly #inFlight: InFlight;
  readonly #idsInFlight = new Set<string>();
  #bulk = new Map<string, ReadComplaint>();

  constructor(goal: ComplaintGoal) {
    this.#goal = goal;
    this.#inFlight = new InFlight(goal.lanes);
  }

  /** Takes one complaint; returns when there is room for the next. @throws what sending an earlier one threw. */
  async add(read: ReadComplaint): Promise<void> {
    const { id } = read.complaint;
    if (this.#bulk.has(id)) await this.#flush();
    if (this.#idsInFlight.has(id)) await this.#inFlight.settled();
    this.#bulk.set(id, read);
    if (this.#bulk.size >= BULK) await this.#flush();
  }

  /** Sends what is left and waits for all of it. @throws what sending threw. */
  async finish(): Promise<void> {
    await this.#flush();
    await this.#inFlight.settled();
  }

  async #flush(): Promise<void> {
    const bulk = this.#bulk;
    this.#bulk = new Map();
    if (bulk.size === 0) return;
    await this.#inFlight.begin(async () => {
      for (const id of bulk.keys()) this.#idsInFlight.add(id);
      try {
        await this.#send([...bulk.values()]);
      } finally {
        for (const id of bulk.keys()) this.#idsInFlight.delete(id);
      }
    });
  }

  async #send(bulk: readonly ReadComplaint[]): Promise<void> {
    const { client, sites, rejects } = this.#goal;
    const companies = bulk.flatMap(({ complaint }) => complaint.company ?? []);
    const [customers, booked] = await Promise.all([
      registerCustomers(
        client,
        bulk.map(({ complaint }) => complaint.customer),
      ),
      sites.sitesOf(companies),
    ]);
    const rejected: RejectedRow[] = [];
    const placed = bulk.flatMap((read, index) => {
      const { complaint } = read;
      const customerId = customers.taken.get(index)?.id;
      const site = complaint.company === null ? null : booked.get(complaint.company);
      if (customerId && site !== undefined && (site === null || 'id' in site))
        return [{ read, input: { ...complaint.case, customerId, ...(site && { siteId: site.id }) } }];
      const reason = site && 'reason' in site ? site.reason : customers.refused.get(index);
      rejected.push(rejection(read, reason));
      return [];
    });
    const sent = await openCases(
      client,
      placed.map(({ input }) => input),
    );
    for (const [index, reason] of sent.refused) {
      const refused = placed[index];
      if (refused) rejected.push(rejection(refused.read, reason));
    }
    await rejects.add(rejected);
    this.counts.imported += sent.opened;
    this.counts.already += sent.broughtForward + sent.unchanged;
    this.counts.broughtForward += sent.broughtForward;
  }
}

const rejection = ({ line, raw }: ReadComplaint, reason = 'the graph did not take it'): RejectedRow => ({
  line,
  raw,
  reason,
});
