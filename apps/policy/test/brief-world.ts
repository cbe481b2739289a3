import type { Actor } from '@courtesy/subgraph';
import { author } from './policy-documents.ts';
import { ask, type World, mutations } from './policy-world.ts';

/** What specs see of a version of a bulletin or brief. */
export interface SeenBriefVersion {
  readonly id: string;
  readonly number: number;
  readonly state: string;
  readonly message: string;
  readonly liveFrom: string | null;
  readonly liveUntil: string | null;
}

/** A result of one of these mutations. */
export interface BriefResult {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly problems?: readonly { readonly path: string }[];
  readonly state?: string;
  readonly score?: number;
  readonly brief: { readonly id: string; readonly title: string; readonly state: string; readonly version: number };
  readonly briefVersion: SeenBriefVersion;
  readonly receipt: {
    readonly id: string;
    readonly method: string;
    readonly score: number | null;
    readonly readAt: string;
  };
}

const BRIEF = 'brief { id title state version }';
const VERSION = 'briefVersion { id number state message liveFrom liveUntil }';
const BOTH = `${BRIEF} ${VERSION}`;
const REFUSALS = `... on UserError { code message
  ... on InvalidInput { problems { path } } ... on IllegalBriefState { ${BRIEF} state } ... on BriefQuizFailed { score passMark } }`;
const SUCCESSES: Readonly<Record<string, string>> = {
  draftProductBulletin: `... on BriefDrafted { ${BOTH} }`,
  draftPromotionBrief: `... on BriefDrafted { ${BOTH} }`,
  publishBrief: `... on BriefPublished { ${BOTH} }`,
  amendBrief: `... on BriefAmended { ${BOTH} }`,
  cancelBrief: `... on BriefCancelled { ${BRIEF} }`,
  confirmBriefRead: `... on BriefReadConfirmed { receipt { id method score readAt } }`,
};

/** Runs one of the mutations of bulletins and briefs, as a manager unless somebody else is named. */
export const tell = mutations<BriefResult>(author, (verb) => `${REFUSALS} ${SUCCESSES[verb]}`);

/** A promotion that a spec does not care about: from now on, until midnight between the 8th and the 9th of March. */
export const somePromotion = {
  title: 'Spring sale',
  message: 'A fifth off all garden chairs',
  terms: 'While stocks last',
  liveUntil: '2026-03-09T00:00:00.000Z',
};

/** A promotion brief as published. */
export async function givenBrief(world: World, input: Record<string, unknown> = {}): Promise<BriefResult> {
  const { brief } = await tell(world, 'draftPromotionBrief', { ...somePromotion, ...input });
  const published = await tell(world, 'publishBrief', { briefId: brief.id });
  if (published.__typename !== 'BriefPublished') throw new Error(JSON.stringify(published));
  return published;
}

/** A bulletin as published. */
export async function givenBulletin(world: World, input: Record<string, unknown> = {}): Promise<BriefResult> {
  const news = { title: 'New kettle', product: 'Kettle K2', message: 'It switches itself off', ...input };
  const { brief } = await tell(world, 'draftProductBulletin', news);
  const published = await tell(world, 'publishBrief', { briefId: brief.id });
  if (published.__typename !== 'BriefPublished') throw new Error(JSON.stringify(published));
  return published;
}

/** The ids of the versions that somebody is to read. */
export async function unreadOf(
  world: World,
  actor: Actor,
  variables: Record<string, unknown> = {},
): Promise<string[] | null> {
  const { unreadBriefs } = await ask<{ unreadBriefs: { nodes: { id: string }[] } | null }>(
    world,
    `query ($personId: ID, $at: DateTime, $all: Boolean! = false) { unreadBriefs(personId: $personId, at: $at, includeOptional: $all) { nodes { id } } }`,
    variables,
    actor,
  );
  return unreadBriefs && unreadBriefs.nodes.map(({ id }) => id);
}
