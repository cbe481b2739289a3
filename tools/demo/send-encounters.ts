import type { GraphClient } from '../import/graph-client.ts';
import { change } from './demo-change.ts';
import { type Directory, idOf } from './directory.ts';
import { DEMO_JOURNEY, demoNeeds, demoVisits, touchpointOfCase } from './encounters.ts';
import type { Organisation } from './organisation.ts';

/** Where the demo's customers meet the organisation, and who they are. */
export interface EncounterPlan {
  readonly seed: string;
  readonly source: string;
  readonly organisation: Organisation;
  readonly directory: Directory;
  /** The graph's ids of the customers, by their numbers from 0. */
  readonly customerIds: readonly string[];
  readonly now: Date;
}

/** How many of the latest cases are tagged with a touchpoint. */
const TAGGED = 60;

interface Published {
  readonly journey: { readonly stages: readonly { readonly touchpoints: readonly { readonly id: string }[] }[] };
}

async function sendJourney(client: GraphClient, { seed, source }: EncounterPlan): Promise<void> {
  const { journey } = await change<Published>(client, {
    ...{ verb: 'publishJourney', input: { ...DEMO_JOURNEY, idempotencyKey: `${source}/journey` } },
    ...{
      expected: ['JourneyPublished'],
      select: `... on JourneyPublished { journey { stages { touchpoints { id } } } }`,
    },
  });
  const touchpointIds = journey.stages.flatMap(({ touchpoints }) => touchpoints.map(({ id }) => id));
  const { cases } = await client.ask<{ cases: { nodes: readonly { readonly id: string }[] } }>(
    `query { cases(first: ${TAGGED}) { nodes { id } } }`,
    {},
  );
  for (const [index, { id: caseId }] of cases.nodes.entries()) {
    const touchpointId = touchpointIds[touchpointOfCase(seed, index)];
    await change(client, { verb: 'tagTouchpoint', input: { touchpointId, caseId }, expected: ['TouchpointTagged'] });
  }
}

/** Brings visits, needs and a journey with its touchpoints into the graph, or leaves what is there as it is. The cases are there already. */
export async function sendEncounters(client: GraphClient, plan: EncounterPlan): Promise<void> {
  const { seed, source, organisation, directory, customerIds, now } = plan;
  for (const [index, { customer, person, site, visit }] of demoVisits(seed, organisation, now).entries()) {
    const place = { siteId: idOf(directory.sites, site), personIds: [idOf(directory.people, person)] };
    const input = { ...visit, ...place, customerId: customerIds[customer], idempotencyKey: `${source}/visit/${index}` };
    // Another day's demo plans visits of other days: under the same key that is another input.
    await change(client, { verb: 'planVisit', input, expected: ['VisitPlanned', 'IdempotencyKeyReused'] });
  }
  for (const [index, { customer, need }] of demoNeeds().entries()) {
    const input = { ...need, customerId: customerIds[customer], idempotencyKey: `${source}/need/${index}` };
    await change(client, { verb: 'recordNeed', input, expected: ['NeedRecorded'] });
  }
  await sendJourney(client, plan);
}
