import { caller } from '@courtesy/subgraph/spec-service';
import type { Actor } from '@courtesy/subgraph';
import { ask, clock, givenCase, manager, type World } from './cases-world.ts';
import { idOf, nameOf } from './named-ids.ts';
import { person, present, shift, workforceTells } from './workforce-feed.ts';

/** An agent of a team, as the gateway vouches for them. */
export const agent = (name: string, team = 'team_desk'): Actor =>
  caller('AGENT', { subject: name, personId: idOf(name), teamId: idOf(team), siteId: idOf('site_leeds') });

/** Agents of a team at a site, on shift that whole day and available. */
export async function givenDesk(world: World, names: readonly string[], team = 'team_desk'): Promise<void> {
  const day = clock().toISOString().slice(0, 10);
  const told = names.flatMap((name) => [
    person(name, 'AGENT', 'site_leeds', team),
    shift(name, 'site_leeds', `${day}T00:00:00.000Z`, `${day}T23:59:59.000Z`),
    present(name, 'AVAILABLE'),
  ]);
  await workforceTells(world.service.database, ...told);
}

/** A routing queue in force whose cases come to those who ask, each of weight 1 unless it says otherwise. */
export async function givenQueue(world: World, more: Record<string, unknown> = {}): Promise<string> {
  const { publishRoutingQueue: answer } = await ask<{ publishRoutingQueue: { queue?: { id: string } } }>(
    world,
    `mutation ($input: PublishRoutingQueueInput!) { publishRoutingQueue(input: $input) { ... on RoutingQueuePublished { queue { id } } ... on InvalidInput { problems { path message } } } }`,
    {
      input: {
        ...{ key: 'desk', name: 'The desk', teamId: idOf('team_desk'), delivery: 'PULL', capacity: 6 },
        ...{ offerTimeout: 'PT1M', ...more },
      },
    },
  );
  if (!answer.queue) throw new Error(JSON.stringify(answer));
  return answer.queue.id;
}

/** A case of a team that nobody has. Its subject is told by the order in which cases are opened. */
export const givenWaiting = async (world: World, more: Record<string, unknown> = {}): Promise<string> =>
  (await givenCase(world, { teamId: idOf('team_desk'), channel: 'EMAIL', ...more })).id;

/** What specs see of an offer. */
export interface SeenOffer {
  readonly id: string;
  readonly status: string;
  readonly case: { readonly id: string } | null;
  readonly person: { readonly id: string };
  readonly declineReason: string | null;
  readonly withdrawnBecause: string | null;
  readonly reasons: {
    readonly chosenBy: string;
    readonly asked: readonly { key: string; isMandatory: boolean; isDropped: boolean }[];
    readonly candidates: readonly { readonly person: { readonly id: string }; readonly rule: string }[];
    readonly replay: {
      readonly person: { readonly id: string } | null;
      readonly chosenBy: string;
      readonly isSame: boolean;
    } | null;
  };
}

const OFFER = `id status case { id } person { id } declineReason withdrawnBecause
  reasons { chosenBy asked { key isMandatory isDropped } candidates { person { id } rule } replay { person { id } chosenBy isSame } }`;

/** What came of a verb of routing. */
export interface RoutingAnswer {
  readonly __typename: string;
  readonly code?: string;
  readonly because?: string;
  readonly assignment?: SeenOffer;
}

const successes: Readonly<Record<string, string>> = {
  offerNext: 'WorkOffered',
  acceptAssignment: 'AssignmentAccepted',
  declineAssignment: 'AssignmentDeclined',
};

/** Runs a verb of routing as somebody. `fields` are those of the offer. */
export async function routing(
  world: World,
  who: Actor,
  verb: 'offerNext' | 'acceptAssignment' | 'declineAssignment',
  input: object = {},
): Promise<RoutingAnswer> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input!`;
  const because = verb === 'offerNext' ? '... on NothingToOffer { because }' : '';
  const answer = await ask<Record<string, RoutingAnswer>>(
    world,
    `mutation ($input: ${type}) { ${verb}(input: $input) { __typename ... on UserError { code } ${because} ... on ${successes[verb]} { assignment { ${OFFER} } } } }`,
    { input },
    who,
  );
  return answer[verb]!;
}

/** Lets an agent ask for work; what they are offered, or why nothing. */
export async function next(world: World, name: string, team?: string): Promise<SeenOffer | string> {
  const answer = await routing(world, agent(name, team), 'offerNext');
  return answer.assignment ?? answer.because ?? answer.__typename;
}

/** Lets an agent ask for work and take it; the id of the case, or why there is none. */
export async function take(world: World, name: string, team?: string): Promise<string> {
  const offer = await next(world, name, team);
  if (typeof offer === 'string') return offer;
  const { assignment, code } = await routing(world, agent(name, team), 'acceptAssignment', { assignmentId: offer.id });
  return assignment?.case?.id ?? code ?? 'nothing';
}

/** Ends a case with an answer. */
export async function resolve(world: World, caseId: string): Promise<void> {
  await ask(
    world,
    `mutation ($input: ResolveCaseInput!) { resolveCase(input: $input) { __typename } }`,
    { input: { caseId, outcome: 'EXPLANATION' } },
    manager,
  );
}

/** What was decided about everybody, as `pers_ada CHOSEN`. */
export const verdictsOf = ({ reasons }: SeenOffer): string[] =>
  reasons.candidates.map(({ person: who, rule }) => `${nameOf(who.id)} ${rule}`).sort();

/** The offers of a case, the latest first. */
export async function offersOf(world: World, caseId: string): Promise<SeenOffer[]> {
  const answer = await ask<{ case: { assignments: { nodes: SeenOffer[] } } }>(
    world,
    `query ($id: ID!) { case(id: $id) { assignments(first: 100) { nodes { ${OFFER} } } } }`,
    { id: caseId },
  );
  return answer.case.assignments.nodes;
}
