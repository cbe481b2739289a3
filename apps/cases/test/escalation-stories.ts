import type { Actor } from '@courtesy/subgraph';
import { callNext } from '../src/callout/paging.commands.ts';
import { climbDue } from '../src/escalation/climb.commands.ts';
import { ask, clock, manager, someId, type World } from './cases-world.ts';
import { nameOf } from './named-ids.ts';

/** What specs see of an escalation. */
export interface SeenEscalation {
  readonly id: string;
  readonly status: string;
  readonly level: string;
  readonly isAutomatic: boolean;
  readonly reason: string;
  readonly version: number;
  readonly raisedAt: string;
  readonly acceptBy: string | null;
  readonly settledReason: string | null;
  readonly to: { readonly id: string } | null;
  readonly handOver: Readonly<Record<'asked' | 'done' | 'promised' | 'open', string>>;
  readonly searches: readonly {
    readonly outcome: string;
    readonly level: string;
    readonly considered: readonly { readonly person: { readonly id: string }; readonly verdict: string }[];
  }[];
}

const FIELDS = `id status level isAutomatic reason version raisedAt acceptBy settledReason to { id } handOver { asked done promised open }
  searches { outcome level considered { person { id } verdict } }`;

/** The escalations of a case, the earliest first. */
export async function escalationsOf(world: World, caseId: string): Promise<SeenEscalation[]> {
  const answer = await ask<{ case: { escalations: { nodes: SeenEscalation[] } } }>(
    world,
    `query ($id: ID!) { case(id: $id) { escalations { nodes { ${FIELDS} } } } }`,
    { id: caseId },
  );
  return [...answer.case.escalations.nodes].reverse();
}

/** Who was considered in the latest search of an escalation, and why not. */
export const traceOf = ({ searches }: Pick<SeenEscalation, 'searches'>): string[] =>
  (searches.at(-1)?.considered ?? []).map(({ person, verdict }) => `${nameOf(person.id)} ${verdict}`);

/** Sets the clock and does all that is due by then, beside the finder of the service, which sees it a moment later. */
export async function at(world: World, iso: string): Promise<void> {
  clock.set(iso);
  const parts = { database: world.service.database, now: clock, newId: someId };
  for (let tries = 0; tries < 200; tries += 1) {
    await climbDue(parts);
    await callNext(parts);
    const [row] = await world.service.database.manager.query<{ due: boolean }[]>(
      `SELECT EXISTS (SELECT 1 FROM escalation_due WHERE due_at <= $1) OR EXISTS (SELECT 1 FROM callouts WHERE due_at <= $1) AS due`,
      [clock()],
    );
    if (row?.due === false) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Not all that was due at ${iso} was done`);
}

/** Hours of business time as a ladder's step. */
export const step = (level: string, hours: number, acceptWithin = 'PT2H') => ({
  ...{ level, after: `PT${hours}H`, acceptWithin },
});

/** Puts a ladder in force, for every case unless it says otherwise. */
export async function givenLadder(world: World, levels: object[], more: object = {}): Promise<string> {
  const { publishEscalationLadder: answer } = await ask<{ publishEscalationLadder: { ladder: { id: string } } }>(
    world,
    `mutation ($input: PublishEscalationLadderInput!) { publishEscalationLadder(input: $input) { ... on EscalationLadderPublished { ladder { id } } } }`,
    { input: { name: 'Nobody waits long', levels, ...more } },
  );
  return answer.ladder.id;
}

/** What came of a verb. */
export interface Answered {
  readonly __typename: string;
  readonly code?: string;
  readonly problems?: readonly { readonly path: string }[];
  readonly escalation?: SeenEscalation;
}

const successes: Readonly<Record<string, string>> = {
  escalateCase: 'CaseEscalated',
  acceptEscalation: 'EscalationAccepted',
  returnEscalation: 'EscalationReturned',
};

/** Runs a verb of escalations. */
export async function doing(world: World, verb: string, input: object, actor: Actor = manager): Promise<Answered> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input!`;
  const problems = verb === 'acceptEscalation' ? '' : '... on InvalidInput { problems { path } }';
  const answer = await ask<Record<string, Answered>>(
    world,
    `mutation ($input: ${type}) { ${verb}(input: $input) { __typename ... on UserError { code } ${problems} ... on ${successes[verb]} { escalation { ${FIELDS} } } } }`,
    { input },
    actor,
  );
  return answer[verb]!;
}
