import { caller } from '@courtesy/subgraph/spec-service';
import type { Actor } from '@courtesy/subgraph';
import { askDue } from '../src/survey/asking.commands.ts';
import { announced, announcedAt, ask, caseOpened, clock, type World } from './metrics-world.ts';

/** When every story of surveys begins. */
export const START = '2026-03-02T10:00:00.000Z';

/** Whoever decides what is asked. */
export const manager = caller('MANAGER', { reach: 'ALL', personId: 'pers_boss' });

/** A customer who is signed in. */
export const customer = (customerId: string) => caller('CUSTOMER', { customerId });

/** What a mutation came to. */
export type Outcome = Record<string, never> & { readonly __typename: string; readonly code?: string };

/** An invitation as specs see it. */
export interface SeenInvitation {
  readonly id: string;
  readonly state: string;
  readonly suppressedBecause: string | null;
  readonly person: { readonly id: string } | null;
  readonly response: { readonly id: string; readonly score: number; readonly version: number } | null;
}

/** Terms that ask of an answer at once. */
export const terms = { moment: 'CASE_RESOLVED', question: 'How was it?', delay: 'PT0S' };

/** So many minutes after the story began. */
export const later = (minutes: number) => new Date(Date.parse(START) + minutes * 60_000).toISOString();

/** A case that was answered by somebody, and given to nobody at once, within one page of the feed. */
export const answeredThenLeft = (id: string, more: object = {}, minutes = 1) => {
  const given = { siteId: 'site_1', teamId: 'team_1', assigneeId: 'pers_resolver' };
  return [
    caseOpened(id, { openedAt: START, type: 'ENQUIRY', customerId: `cust_of_${id}`, ...given, ...more }),
    announcedAt(
      later(minutes),
      announced('courtesy.case.resolved.v1', id, {
        ...{ resolvedAt: later(minutes), outcome: 'EXPLANATION', respondedInTime: null },
      }),
    ),
    announcedAt(
      later(minutes + 1),
      announced('courtesy.case.assigned.v1', id, {
        ...{ siteId: 'site_1', teamId: null, assigneeId: null, assignedAt: later(minutes + 1) },
      }),
    ),
  ];
};

/** Runs a mutation and returns its result, a refusal too. */
export async function run<T = Outcome>(
  world: World,
  [verb, fields]: readonly [verb: string, fields: string],
  input: object,
  actor: Actor = manager,
): Promise<T> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { result: ${verb}(input: $input) { __typename ... on UserError { code message ... on InvalidInput { problems { path } } } ${fields} } }`;
  const { result } = await ask<{ result: T }>(world, query, { input }, actor);
  return result;
}

/** A programme that was started. Returns its id. */
export async function started(world: World, kind: string, more: object = {}): Promise<string> {
  const { programme } = await run<{ programme: { id: string } }>(
    world,
    ['startSurveyProgramme', '... on SurveyProgrammeStarted { programme { id } }'],
    { name: `Ask ${kind}`, kind, terms: { ...terms, ...more } },
  );
  return programme.id;
}

const nobody = () => {
  throw new Error('Asking calls no other service');
};
const asking = (world: World) => askDue({ database: world.service.database, now: clock, newId: nobody });

/** Lets everything be done that is due at an instant, by this desk or the one of the service. */
export async function askedAt(world: World, iso: string): Promise<void> {
  clock.set(iso);
  const isDue = async () => {
    const [row] = await world.service.database.manager.query<{ due: boolean }[]>(
      'SELECT EXISTS (SELECT 1 FROM survey_invitations WHERE next_at <= $1) AS due',
      [iso],
    );
    return row?.due;
  };
  while (await isDue()) await asking(world);
}

/** Who is to be asked by a programme. */
export async function invitationsOf(world: World, programmeId: string): Promise<SeenInvitation[]> {
  const query = `query ($id: ID!) { surveyProgramme(id: $id) { invitations(first: 100) { nodes {
    id state suppressedBecause person { id } response { id score version } } } } }`;
  const { surveyProgramme } = await ask<{ surveyProgramme: { invitations: { nodes: SeenInvitation[] } } }>(
    world,
    query,
    { id: programmeId },
    manager,
  );
  return [...surveyProgramme.invitations.nodes];
}

/** The only one who is to be asked by a programme. */
export const onlyInvitation = async (world: World, programmeId: string): Promise<SeenInvitation> => {
  const [one, ...more] = await invitationsOf(world, programmeId);
  if (!one || more.length > 0) throw new Error(`There are ${more.length + (one ? 1 : 0)} invitations`);
  return one;
};

/** What a signed-in customer answers. */
export const answer = (
  world: World,
  customerId: string,
  input: { readonly invitationId: string; readonly score: number; readonly words?: string },
) =>
  run(
    world,
    [
      'answerSurvey',
      '... on SurveyAnswered { response { id score } } ... on SurveyAlreadyAnswered { response { score } }',
    ],
    input,
    customer(customerId),
  );

/** What the metrics told of one kind, in order. */
export const toldOf = (world: World, type: string) =>
  world.service.database.manager.query<{ subject: string; data: Record<string, unknown> }[]>(
    'SELECT subject, data FROM event_log WHERE type = $1 ORDER BY position',
    [type],
  );
