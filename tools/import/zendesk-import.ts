import { writeFile, rm } from 'node:fs/promises';
import type { RegisterCustomersItemInput } from '@courtesy/graph-types/customers';
import { openCases, registerCustomers } from './bulk.ts';
import type { GraphClient } from './graph-client.ts';
import type { UnplacedCase } from './graph-inputs.ts';
import { KeyedBulks } from './keyed-bulks.ts';
import { identityOf } from './known-customers.ts';
import type { Rejects } from './rejects.ts';
import { instantOf } from './written-date.ts';
import type { ZendeskRecord, ZendeskRecords } from './zendesk-records.ts';
import {
  BadRecord,
  caseOfTicket,
  customerOfOrganisation,
  customerOfUser,
  fieldOf,
  type ReadTicket,
  ZENDESK,
} from './zendesk-ticket.ts';

/** What an import from Zendesk needs besides its records. */
export interface ZendeskGoal {
  readonly client: GraphClient;
  readonly rejects: Rejects;
  readonly lanes: number;
  /** The file or folder, beside which what could not be taken over is kept. */
  readonly path: string;
  readonly now: Date;
  readonly onNotice: (line: string) => void;
}

/** Fields that are taken over; of every other one that says something it is said how often it was left behind. */
const mapped: Readonly<Record<string, readonly string[]>> = {
  users: ['id', 'name', 'email', 'phone', 'locale', 'created_at', 'role'],
  organizations: ['id', 'name', 'created_at'],
  tickets: [
    ...['id', 'subject', 'description', 'status', 'priority', 'type', 'via', 'via_channel', 'requester_id'],
    ...['created_at', 'updated_at', 'solved_at', 'comments'],
  ],
  comments: [
    'id',
    'ticket_id',
    'body',
    'plain_body',
    'html_body',
    'public',
    'author_id',
    'user_id',
    'created_at',
    'created',
  ],
};

/** Says of each field that the graph has no place for how many records had something in it. */
export function leftBehind(records: ZendeskRecords): string[] {
  return (['users', 'organizations', 'tickets', 'comments'] as const).flatMap((table) => {
    const counts = new Map<string, number>();
    for (const record of records[table])
      for (const [field, value] of Object.entries(record))
        if (!mapped[table]?.includes(field) && !field.startsWith('_') && value !== '' && value !== null)
          counts.set(field, (counts.get(field) ?? 0) + 1);
    const words = [...counts].map(([field, count]) => `${field} (${count})`).join(', ');
    return words === '' ? [] : [`Fields of ${table} that stay behind: ${words}.`];
  });
}

interface Counted {
  imported: number;
  already: number;
}

/** Reads records one by one; those that cannot be taken are rejected. */
async function readAll<Thing>(
  records: readonly ZendeskRecord[],
  { rejects }: ZendeskGoal,
  read: (record: ZendeskRecord) => Thing,
): Promise<Thing[]> {
  const things: Thing[] = [];
  for (const [place, record] of records.entries())
    try {
      things.push(read(record));
    } catch (error) {
      if (!(error instanceof BadRecord)) throw error;
      await rejects.add([{ line: place + 1, raw: JSON.stringify(record), reason: error.message }]);
    }
  return things;
}

/** Registers customers; answers with their ids by external identity. */
async function sendCustomers(
  customers: readonly RegisterCustomersItemInput[],
  { client, rejects, lanes }: ZendeskGoal,
  counts: Counted,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const bulks = new KeyedBulks<{ key: string; customer: RegisterCustomersItemInput }>({
    lanes,
    send: async (bulk) => {
      const items = bulk.map(({ customer }) => customer);
      const { taken, registered, refused } = await registerCustomers(client, items);
      counts.imported += registered;
      counts.already += taken.size - registered;
      for (const [index, { id }] of taken) ids.set(bulk[index]?.key ?? '', id);
      await rejects.add([...refused].map(([i, reason]) => ({ line: 0, raw: JSON.stringify(items[i]), reason })));
    },
  });
  for (const customer of customers) await bulks.add({ key: identityOf(customer.externalIdentity), customer });
  await bulks.finish();
  return ids;
}

async function sendTickets(
  tickets: readonly ReadTicket[],
  ids: ReadonlyMap<string, string>,
  { client, rejects, lanes }: ZendeskGoal,
): Promise<Counted> {
  const counts = { imported: 0, already: 0 };
  const bulks = new KeyedBulks<{ key: string; case: UnplacedCase; customerId: string }>({
    lanes,
    send: async (bulk) => {
      const items = bulk.map(({ case: matter, customerId }) => ({ ...matter, customerId }));
      const { opened, broughtForward, unchanged, refused } = await openCases(client, items);
      counts.imported += opened;
      counts.already += broughtForward + unchanged;
      await rejects.add([...refused].map(([i, reason]) => ({ line: 0, raw: JSON.stringify(items[i]), reason })));
    },
  });
  for (const { case: matter, requesterId } of tickets) {
    const customerId = ids.get(identityOf({ source: ZENDESK, id: requesterId }));
    if (customerId) await bulks.add({ key: matter.externalReference.id, case: matter, customerId });
    else await rejects.add([{ line: 0, raw: JSON.stringify(matter), reason: 'its requester was not taken' }]);
  }
  await bulks.finish();
  return counts;
}

/** When each ticket's status last became solved: a closed one was solved before. */
function solvedTimes(changes: readonly ZendeskRecord[]): Map<string, Date> {
  const times = new Map<string, Date>();
  for (const change of changes) {
    if (fieldOf(change, 'field_name') !== 'status' || fieldOf(change, 'value') !== 'solved') continue;
    const at = instantOf(fieldOf(change, 'updated'), 'ISO', () => new Date(NaN));
    const id = fieldOf(change, 'ticket_id');
    const before = times.get(id);
    if (at && (!before || before < at)) times.set(id, at);
  }
  return times;
}

const isCustomer = (user: ZendeskRecord) => !['agent', 'admin'].includes(fieldOf(user, 'role'));

/** Users and organisations, and whoever requested a ticket without being among the users. */
async function customersOf(records: ZendeskRecords, tickets: readonly ReadTicket[], goal: ZendeskGoal) {
  const requesters = new Map(tickets.map((ticket) => [ticket.requesterId, ticket.case.openedAt]));
  const ours = records.users.filter((user) => isCustomer(user) || requesters.has(fieldOf(user, 'id')));
  const staff = records.users.length - ours.length;
  if (staff > 0) goal.onNotice(`Users who are agents and asked nothing themselves, and are no customers: ${staff}.`);
  const users = await readAll(ours, goal, (user) => customerOfUser(user, goal.now));
  const known = new Set(ours.map((user) => fieldOf(user, 'id')));
  const others = [...requesters].flatMap(([id, registeredAt]): RegisterCustomersItemInput[] =>
    known.has(id) ? [] : [{ kind: 'PERSON', externalIdentity: { source: ZENDESK, id }, registeredAt }],
  );
  if (others.length > 0)
    goal.onNotice(`Requesters of whom there is no user, and who are registered without a name: ${others.length}.`);
  const organisations = await readAll(records.organizations, goal, (each) => customerOfOrganisation(each, goal.now));
  return [...users, ...others, ...organisations];
}

/** Keeps what may not or cannot be taken over beside what was imported. */
async function keepAside(aside: readonly ZendeskRecord[], { path, onNotice }: ZendeskGoal): Promise<void> {
  const file = `${path.replace(/[\\/]+$/, '')}.unmapped.ndjson`;
  await rm(file, { force: true });
  if (aside.length === 0) return;
  await writeFile(file, `${aside.map((record) => JSON.stringify(record)).join('\n')}\n`);
  onNotice(
    `Private comments, and comments without their ticket, are not taken over but kept in ${file}: ${aside.length}.`,
  );
}

/** Comments by the ticket they belong to, wherever they stood. */
function commentsByTicket({ tickets, comments }: ZendeskRecords): Map<string, ZendeskRecord[]> {
  const nested = tickets.flatMap((ticket) => {
    const own = ticket['comments'];
    return Array.isArray(own) ? (own as ZendeskRecord[]).map((c) => ({ ...c, ticket_id: fieldOf(ticket, 'id') })) : [];
  });
  return Map.groupBy([...nested, ...comments], (comment) => fieldOf(comment, 'ticket_id'));
}

/** Brings what Zendesk exported into the graph: people and organisations first, then tickets with their public comments. */
export async function importZendesk(records: ZendeskRecords, goal: ZendeskGoal): Promise<object> {
  const comments = commentsByTicket(records);
  const solved = solvedTimes(records.changes);
  const tickets = await readAll(records.tickets, goal, (ticket) => {
    const id = fieldOf(ticket, 'id');
    return caseOfTicket(ticket, { comments: comments.get(id) ?? [], solvedAt: solved.get(id) ?? null });
  });
  const people = { imported: 0, already: 0 };
  const customers = await customersOf(records, tickets, goal);
  const ids = await sendCustomers(customers, goal, people);
  const cases = await sendTickets(tickets, ids, goal);
  const known = new Set(records.tickets.map((ticket) => fieldOf(ticket, 'id')));
  const orphans = [...comments].flatMap(([id, those]) => (known.has(id) ? [] : those));
  await keepAside([...tickets.flatMap(({ withheld }) => withheld), ...orphans], goal);
  const waiting = tickets.filter((ticket) => ticket.waiting !== null).length;
  if (waiting > 0)
    goal.onNotice(`Tickets that are open, pending or on hold, and are new cases in the graph: ${waiting}.`);
  for (const line of leftBehind(records)) goal.onNotice(line);
  if (records.passedOver.length > 0) goal.onNotice(`Passed over: ${records.passedOver.join('; ')}.`);
  const imported = people.imported + cases.imported;
  const already = people.already + cases.already;
  const rejected = goal.rejects.count;
  return { read: imported + already + rejected, imported, already, rejected, customers: people, cases };
}
