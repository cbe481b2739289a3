import type { NewEvent } from '@courtesy/events';
import type { GraphWorld } from './graph-world.ts';
import { givenPlace, type Place } from './stories.ts';
import { aKey, asked, must, run, type Who } from './verbs.ts';

const admin: Who = { role: 'admin' };

/** Somebody who takes cases, at a place. */
export interface Agent {
  readonly personId: string;
  readonly who: Who;
}

/** Lets workforce announce what somebody does on duty. */
export async function workforceAnnounces(world: GraphWorld, ...events: readonly NewEvent[]): Promise<void> {
  const database = world.services['workforce']?.running()?.database;
  if (!database) throw new Error('workforce is stopped');
  await database.transaction(async (tx) => tx.emit(...events));
}

/** What somebody does on duty from now on. */
export const presence = (personId: string, now: Date, what = 'AVAILABLE'): NewEvent =>
  ({
    ...{ type: 'courtesy.presence.changed.v1', subject: personId, sequence: 1, time: now },
    data: { personId, presence: what, since: now.toISOString() },
  }) as NewEvent;

/** A skill that some people have. */
export async function givenSkill(world: GraphWorld, key: string, ...holders: readonly Agent[]): Promise<void> {
  const defining = ['defineSkill', 'SkillDefined', 'skill { id }'] as const;
  const { skill } = await must<{ skill: { id: string } }>(world, admin, defining, { key, name: key });
  for (const { personId } of holders)
    await must(world, admin, ['recogniseSkill', 'SkillRecognised', '__typename'], {
      ...{ personId, skillId: skill.id, level: 3, evidence: 'Seen at work' },
    });
}

/** A place of its own with agents of these names on shift and available on the day of `now`. */
export async function givenDesk(
  world: GraphWorld,
  name: string,
  about: { readonly agents: readonly string[]; readonly now: Date; readonly at?: Place },
): Promise<{ readonly place: Place; readonly agents: readonly Agent[] }> {
  const place = about.at ?? (await givenPlace(world, name));
  const { siteId, teamId } = place;
  const people = about.agents.map((displayName) => ({ displayName, jobRole: 'AGENT', siteId, teamId }));
  const joining = ['joinPeople', 'PeopleJoined', 'people { person { id } }'] as const;
  const joined = await must<{ people: { person: { id: string } }[] }>(world, admin, joining, {
    people: people.map((each, i) => ({ ...each, externalReference: { source: name, id: String(i) } })),
  });
  const ids = joined.people.map(({ person }) => person.id);
  const day = about.now.toISOString().slice(0, 10);
  await must(world, admin, ['scheduleShifts', 'ShiftsScheduled', 'scheduled'], {
    shifts: ids.map((personId) => ({ personId, siteId, startsAt: `${day}T00:00:00Z`, endsAt: `${day}T23:59:00Z` })),
  });
  await workforceAnnounces(world, ...ids.map((id) => presence(id, about.now)));
  const agents = ids.map((personId) => ({ personId, who: { role: 'agent', personId, reach: 'TEAM', teamId, siteId } }));
  return { place, agents };
}

/** A routing queue in force for the team of a place. */
export const givenQueue = (world: GraphWorld, { teamId }: Pick<Place, 'teamId'>, more: object): Promise<unknown> =>
  must(world, admin, ['publishRoutingQueue', 'RoutingQueuePublished', 'queue { id }'], {
    ...{ key: teamId, name: 'The desk', teamId, delivery: 'PULL', capacity: 6, offerTimeout: 'PT10M', ...more },
  });

/** A customer whom nothing is known of. */
export async function givenCustomer(world: GraphWorld): Promise<string> {
  const registering = ['registerCustomer', 'CustomerRegistered', 'customer { id }'] as const;
  const { customer } = await must<{ customer: { id: string } }>(world, admin, registering, {
    ...{ kind: 'PERSON', givenName: 'Nia' },
  });
  return customer.id;
}

/** Cases of a team that nobody has, opened in this order; at most 500. */
export async function givenWaiting(world: GraphWorld, place: Place, items: readonly object[]): Promise<string[]> {
  const customerId = await givenCustomer(world);
  const opening = ['openCases', 'CasesOpened', 'cases { case { id } } refused { problems { message } }'] as const;
  const { cases } = await must<{ cases: { case: { id: string } }[] }>(world, admin, opening, {
    cases: items.map((more) => ({
      ...{ type: 'ENQUIRY', channel: 'EMAIL', subject: 'Equal', customerId, teamId: place.teamId },
      ...{ openedAt: '2026-03-02T09:00:00Z', externalReference: { source: 'desk', id: aKey() }, ...more },
    })),
  });
  return cases.map((each) => each.case.id);
}

/** An offer as stories see it. */
export interface Offer {
  readonly id: string;
  readonly status: string;
  readonly case: { readonly id: string };
  readonly person: { readonly id: string; readonly displayName: string } | null;
}

const OFFER = `id status case { id } person { id displayName }`;

/** Lets somebody ask for work; what they are offered, or why nothing. */
export async function next(world: GraphWorld, { who }: Agent): Promise<Offer | string> {
  const query = `mutation { result: offerNext(input: {}) { __typename ... on WorkOffered { assignment { ${OFFER} } } ... on NothingToOffer { because } } }`;
  const { result } = await asked<{ result: { assignment?: Offer; because?: string; __typename: string } }>(
    world,
    who,
    query,
  );
  return result.assignment ?? result.because ?? result.__typename;
}

/** Answers an offer; the code of a refusal, or how the offer stands. */
export async function answer(
  world: GraphWorld,
  { who }: Agent,
  [verb, success]: readonly [verb: 'acceptAssignment' | 'declineAssignment', success: string],
  input: object,
): Promise<string> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { result: ${verb}(input: $input) { ... on UserError { code } ... on ${success} { assignment { status } } } }`;
  const { result } = await asked<{ result: { code?: string; assignment?: { status: string } } }>(world, who, query, {
    input,
  });
  return result.code ?? result.assignment?.status ?? '';
}

/** Lets somebody ask for work and take it; the id of the case, or why there is none. */
export async function take(world: GraphWorld, agent: Agent): Promise<string> {
  const offer = await next(world, agent);
  if (typeof offer === 'string') return offer;
  const verb = ['acceptAssignment', 'AssignmentAccepted'] as const;
  const status = await answer(world, agent, verb, { assignmentId: offer.id });
  return status === 'ACCEPTED' ? offer.case.id : status;
}

/** Declines an offer because there is too much to do. */
export const decline = (world: GraphWorld, agent: Agent, { id }: Offer): Promise<string> =>
  answer(world, agent, ['declineAssignment', 'AssignmentDeclined'], { assignmentId: id, reason: 'BUSY' });

/** Ends a case with an answer. */
export const resolve = (world: GraphWorld, caseId: string): Promise<unknown> =>
  run(world, admin, ['resolveCase', '... on CaseResolved { case { status } }'], { caseId, outcome: 'EXPLANATION' });
