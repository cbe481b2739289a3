import { BULK, openCases, registerCustomers } from '../import/bulk.ts';
import type { GraphClient } from '../import/graph-client.ts';
import { GraphFailed } from '../import/graph-failure.ts';
import { InFlight } from '../import/in-flight.ts';
import type { DemoLogins } from '../start/identities.ts';
import { CASES_A_SCALE, CUSTOMERS_A_SCALE, demoCase, type DemoCase } from './cases.ts';
import { demoCustomer, sourceOf } from './customers.ts';
import type { Voices } from './demo-change.ts';
import { demoLogins } from './demo-logins.ts';
import { type Directory, idOf, sendOrganisation } from './directory.ts';
import { organisation } from './organisation.ts';
import { assignCalendars, publishCalendars, publishStandards } from './policy-bulk.ts';
import { sendArticles } from './send-articles.ts';
import { sendBriefs } from './send-briefs.ts';
import { sendCare } from './send-care.ts';
import { sendStanding } from './send-standing.ts';
import { sendDocuments } from './send-documents.ts';
import { sendEncounters } from './send-encounters.ts';
import { sendPurchases } from './send-purchases.ts';
import { sendRegimes } from './send-regimes.ts';
import { sendRisks } from './send-risks.ts';
import { sendRulePack } from './send-rule-pack.ts';
import { sendShifts } from './send-shifts.ts';
import { sendSteering } from './send-steering.ts';

/** How large a demo, from which seed. */
export interface DemoOptions {
  readonly seed: string;
  /** 1 is about 4,000 cases of 2,600 customers. */
  readonly scale: number;
}

/** What was sent. */
export interface SentDemo {
  readonly customers: number;
  readonly cases: number;
  readonly purchases: number;
  /** Those of the cases that are new. */
  readonly opened: number;
  readonly logins: DemoLogins;
}

const LANES = 4;

/** Brings a demo into the graph. Sent again it changes nothing; a larger one of the same seed adds to a smaller one. */
export async function sendDemo(voices: Voices, { seed, scale }: DemoOptions): Promise<SentDemo> {
  const client = voices.author;
  const source = sourceOf(seed);
  const plan = { seed, organisation: organisation(seed) };
  // Whole blocks of them, so that a larger scale does not move a case to somebody else.
  const customers = Math.ceil(scale) * CUSTOMERS_A_SCALE;
  const count = Math.round(scale * CASES_A_SCALE);
  const [directory, calendars, customerIds] = await Promise.all([
    sendOrganisation(client, source, plan.organisation),
    publishCalendars(client, source),
    sendCustomers(client, seed, customers),
  ]);
  const pairs = plan.organisation.sites.map(({ key, calendar }) => ({
    siteId: idOf(directory.sites, key),
    calendarId: idOf(calendars, calendar),
  }));
  // The clocks of a case are set by what is published when it comes in.
  await Promise.all([assignCalendars(client, pairs), publishStandards(client, source, calendars)]);
  const [opened, purchases] = await Promise.all([
    sendCases(client, count, (index) => placed(demoCase(plan, index), directory, customerIds)),
    sendPurchases(client, { ...plan, directory, customerIds, scale }),
    sendDocuments(voices, { seed, source, people: plan.organisation.people, personIds: directory.people }),
    sendRulePack(voices, source, idOf(directory.people, 'executive')),
    sendRegimes(voices, source),
    sendArticles(voices, { source, personIds: directory.people }),
    sendRisks(voices, { source, personIds: directory.people }),
    sendBriefs(voices, source),
    sendStanding(client, { seed, source, customerIds, owners: [...directory.people.values()] }),
    sendCare(client, { seed, source, customerIds, now: new Date() }),
  ]);
  await sendShifts(client, { ...plan, source, directory, now: new Date() });
  await sendEncounters(client, { ...plan, source, directory, customerIds, now: new Date() });
  await sendSteering(client, {
    ...{ seed, source, siteIds: [...directory.sites.values()], ownerId: idOf(directory.people, 'executive') },
    now: new Date(),
  });
  const logins = demoLogins(plan.organisation, directory, customerOfLogin(seed, customerIds));
  return { customers, cases: count, purchases, opened, logins };
}

/** The ids of the demo's customers, by their numbers from 0. */
async function sendCustomers(client: GraphClient, seed: string, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  const inFlight = new InFlight(LANES);
  for (let from = 0; from < count; from += BULK)
    await inFlight.begin(async () => {
      const size = Math.min(BULK, count - from);
      const bulk = Array.from({ length: size }, (_, offset) => demoCustomer(seed, from + offset));
      const { taken, refused } = await registerCustomers(client, bulk);
      complain('customer', from, refused);
      for (const [index, { id }] of taken) ids[from + index] = id;
    });
  await inFlight.settled();
  return ids;
}

type PlacedCase = ReturnType<typeof placed>;

function placed(demo: DemoCase, directory: Directory, customerIds: readonly string[]) {
  return {
    ...demo.case,
    customerId: customerIds[demo.customer] ?? '',
    siteId: idOf(directory.sites, demo.site),
    teamId: idOf(directory.teams, demo.team),
    assigneeId: idOf(directory.people, demo.agent),
  };
}

async function sendCases(client: GraphClient, count: number, caseOf: (index: number) => PlacedCase): Promise<number> {
  let opened = 0;
  const inFlight = new InFlight(LANES);
  for (let from = 0; from < count; from += BULK)
    await inFlight.begin(async () => {
      const bulk = Array.from({ length: Math.min(BULK, count - from) }, (_, offset) => caseOf(from + offset));
      const sent = await openCases(client, bulk);
      complain('case', from, sent.refused);
      opened += sent.opened;
    });
  await inFlight.settled();
  return opened;
}

function complain(what: string, from: number, refused: ReadonlyMap<number, string>): void {
  for (const [index, reason] of refused)
    throw new GraphFailed({ code: 'DEMO_REFUSED', message: `The graph refused ${what} ${from + index}: ${reason}` });
}

/** The first person among the customers logs in for them all. */
function customerOfLogin(seed: string, ids: readonly string[]) {
  const index = ids.findIndex((_, at) => demoCustomer(seed, at).kind === 'PERSON');
  const { givenName, familyName } = demoCustomer(seed, index);
  return { id: ids[index] ?? '', name: `${givenName ?? ''} ${familyName ?? ''}`.trim() };
}
