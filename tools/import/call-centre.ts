import type { JoinPeopleItemInput } from '@courtesy/graph-types/workforce';
import type { RegisterCustomersItemInput } from '@courtesy/graph-types/customers';
import { BULK, registerCustomers, type BulkOutcome, type Taken } from './bulk.ts';
import { CALL_LOG } from './call-row.ts';
import type { GraphClient } from './graph-client.ts';
import { GraphFailed } from './graph-failure.ts';
import { establishRegion, formTeams, joinPeople, openSites } from './workforce-bulk.ts';

/** Where the calls of a log rang. */
export interface CallCentre {
  readonly siteId: string;
  readonly teamId: string;
}

const named = (id: string) => ({ source: CALL_LOG, id });

const onlyOne = ({ taken, refused }: BulkOutcome<Taken>): string => {
  const id = taken.get(0)?.id;
  if (id) return id;
  throw new GraphFailed({ code: 'CALL_CENTRE_REFUSED', message: refused.get(0) ?? 'The graph took no call centre.' });
};

/** Opens the site of the call centre and forms its one team, or finds them. */
export async function openCallCentre(client: GraphClient, timeZone: string): Promise<CallCentre> {
  const regionId = await establishRegion(client, { name: 'Anonymous Bank', externalReference: named('region') });
  const site = { name: 'Anonymous Bank call centre', regionId, timeZone, externalReference: named('call-centre') };
  const siteId = onlyOne(await openSites(client, [site]));
  const team = { name: 'Telephone agents', siteId, externalReference: named('agents') };
  return { siteId, teamId: onlyOne(await formTeams(client, [team])) };
}

/** Somebody or something that the log names, or why the graph does not have them. */
export type Known = { readonly id: string } | { readonly reason: string };

/** Whom a log names, in the graph. Each is sent once, however often a log names them. */
class Directory {
  readonly #send: (names: ReadonlyMap<string, Date>) => Promise<BulkOutcome<Taken>>;
  readonly #known = new Map<string, Promise<Known>>();

  constructor(send: (names: ReadonlyMap<string, Date>) => Promise<BulkOutcome<Taken>>) {
    this.#send = send;
  }

  /** What the graph calls them; `names` says when each was first heard of. At most {@link BULK}. */
  async of(names: ReadonlyMap<string, Date>): Promise<ReadonlyMap<string, Known>> {
    const news = new Map([...names].filter(([name]) => !this.#known.has(name)));
    if (news.size > 0) this.#take(news);
    const pairs = [...names.keys()].map(async (name): Promise<[string, Known]> => [
      name,
      (await this.#known.get(name)) ?? { reason: `nobody asked for ${name}` },
    ]);
    return new Map(await Promise.all(pairs));
  }

  #take(news: ReadonlyMap<string, Date>): void {
    if (news.size > BULK) throw new RangeError(`${news.size} names at once; at most ${BULK}.`);
    const sending = this.#send(news);
    for (const [index, name] of [...news.keys()].entries()) {
      const known = sending.then(({ taken, refused }): Known => {
        const id = taken.get(index)?.id;
        return id ? { id } : { reason: `"${name}": ${refused.get(index) ?? 'the graph did not take it'}` };
      });
      // Whoever asked hears of a failure; nobody else is waiting for it.
      known.catch(() => undefined);
      this.#known.set(name, known);
    }
  }
}

/** The people who answered, by the names of the log. */
export const agentsOf = (client: GraphClient, { siteId, teamId }: CallCentre) =>
  new Directory((names) => {
    const people = [...names].map(([name, firstHeard]): JoinPeopleItemInput => ({
      ...{ displayName: name, jobRole: 'AGENT', siteId, teamId },
      ...{ joinedAt: firstHeard, externalReference: named(name) },
    }));
    return joinPeople(client, people);
  });

/** The customers who called, by the ids of the log. The log tells no names: without one the graph calls them by this id. */
export const callersOf = (client: GraphClient) =>
  new Directory((names) => {
    const customers = [...names].map(([id, firstHeard]): RegisterCustomersItemInput => ({
      ...{ kind: 'PERSON', externalIdentity: named(id), contactPoints: [], circumstances: [] },
      registeredAt: firstHeard,
    }));
    return registerCustomers(client, customers);
  });
