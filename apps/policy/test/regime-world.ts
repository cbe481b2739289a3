import type { Actor } from '@courtesy/subgraph';
import { approver, author } from './policy-documents.ts';
import { ask, type World, mutations } from './policy-world.ts';

/** What specs see of a version. */
export interface SeenRegimeVersion {
  readonly id: string;
  readonly number: number;
  readonly state: string;
  readonly effectiveFrom: string | null;
  readonly effectiveUntil: string | null;
  readonly version: number;
}

/** A result of one of the mutations of regimes. */
export interface RegimeResult {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly problems?: readonly { readonly path: string; readonly message: string }[];
  readonly regime: {
    readonly id: string;
    readonly name: string;
    readonly pack: string | null;
    readonly version: number;
  };
  readonly regimeVersion: SeenRegimeVersion;
  readonly replaced: { readonly id: string } | null;
}

const REGIME = 'regime { id name pack version }';
const VERSION = 'regimeVersion { id number state effectiveFrom effectiveUntil version }';
const REFUSALS = `... on UserError { code message
  ... on InvalidInput { problems { path message } }
  ... on RegimePackUnchanged { ${VERSION} } ... on RegimeDraftInProgress { ${VERSION} } ... on ComplaintRegimeNameTaken { ${REGIME} }
  ... on OverlappingRegimeVersion { ${VERSION} } ... on IllegalRegimeVersionState { ${VERSION} } }`;
const SUCCESSES: Readonly<Record<string, string>> = {
  installRegimePack: `... on RegimePackInstalled { ${REGIME} ${VERSION} }`,
  draftComplaintRegimeVersion: `... on ComplaintRegimeVersionDrafted { ${REGIME} ${VERSION} }`,
  approveComplaintRegimeVersion: `... on ComplaintRegimeVersionApproved { ${VERSION} replaced { id } }`,
  withdrawComplaintRegimeVersion: `... on ComplaintRegimeVersionWithdrawn { ${VERSION} }`,
};

/** Runs one of the mutations of regimes, as their author unless somebody else is named. */
export const change = mutations<RegimeResult>(author, (verb) => `${REFUSALS} ${SUCCESSES[verb]}`);

/** Installs a pack and approves it with these dates; now, unless said otherwise. */
export async function givenPack(
  world: World,
  pack: string,
  dates: Record<string, unknown> = {},
): Promise<RegimeResult> {
  const installed = await change(world, 'installRegimePack', { pack });
  if (installed.__typename !== 'RegimePackInstalled') throw new Error(JSON.stringify(installed));
  await approve(world, installed.regimeVersion.id, dates);
  return installed;
}

/** Approves a version, as somebody who had no hand in it. */
export const approve = (
  world: World,
  regimeVersionId: string,
  dates: Record<string, unknown> = {},
  by: Actor = approver,
): Promise<RegimeResult> => change(world, 'approveComplaintRegimeVersion', { regimeVersionId, ...dates }, by);

/** The rules of a small regime with one stage and one clock, as a draft takes them. */
export const someRules = (rules: Record<string, unknown> = {}) => ({
  jurisdiction: 'Anywhere',
  timeZone: 'Europe/London',
  notice: 'Review with your adviser.',
  sources: [
    {
      title: 'A text',
      url: 'https://example.org/text',
      readOn: '2026-01-01',
      sections: [{ section: '1', says: 'It' }],
    },
  ],
  calendar: {
    name: 'Working days',
    weekdays: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'],
    holidays: { country: 'GB', region: 'ENG' },
    closedDays: [{ date: '2026-04-08', name: 'A day of mourning' }],
    fromYear: 2026,
    untilYear: 2026,
  },
  stages: [{ key: 'only', name: 'Only', endedBy: ['FINAL_RESPONSE'] }],
  clocks: [
    {
      key: 'answer',
      name: 'Answer',
      stage: 'only',
      startsOn: 'RECEIVED',
      limit: { length: 3, unit: 'BUSINESS_DAYS' },
      dayOne: 'DAY_AFTER',
      basis: '1',
    },
  ],
  letters: [{ kind: 'FINAL_RESPONSE', name: 'Answer', elements: [{ key: 'reasons', mustContain: 'The reasons' }] }],
  ...rules,
});

/** What specs see of a deadline. */
export interface SeenDeadline {
  readonly clock: { readonly key: string };
  readonly stage: { readonly key: string };
  readonly dueOn: string | null;
  readonly dueBy: string | null;
  readonly extendedDueOn: string | null;
  readonly provisional: boolean;
  readonly reason: string;
  readonly source: { readonly title: string } | null;
}

/** The deadlines that a version answers, by the keys of their clocks. */
export async function deadlinesOf(
  world: World,
  regimeVersionId: string,
  dates: Record<string, unknown>,
): Promise<Readonly<Record<string, SeenDeadline>>> {
  const { complaintRegimeVersion } = await ask<{ complaintRegimeVersion: { deadlines: SeenDeadline[] } }>(
    world,
    `query ($id: ID!, $receivedOn: Date!, $acknowledgedOn: Date, $kinds: [String!], $stages: [StageReachedInput!]) {
       complaintRegimeVersion(id: $id) {
         deadlines(receivedOn: $receivedOn, acknowledgedOn: $acknowledgedOn, kinds: $kinds, stages: $stages) {
           clock { key } stage { key } dueOn dueBy extendedDueOn provisional reason source { title } } } }`,
    { id: regimeVersionId, kinds: [], stages: [], ...dates },
  );
  return Object.fromEntries(complaintRegimeVersion.deadlines.map((each) => [each.clock.key, each]));
}

/** Everything that keeps a letter from being sent under a version, as specs see it. */
export async function failuresOf(
  world: World,
  regimeVersionId: string,
  letter: Record<string, unknown>,
): Promise<readonly Record<string, unknown>[]> {
  const { complaintRegimeVersion } = await ask<{
    complaintRegimeVersion: { checkResponse: Record<string, unknown>[] };
  }>(
    world,
    `query ($id: ID!, $letter: LetterCheckInput!) {
       complaintRegimeVersion(id: $id) { checkResponse(letter: $letter) { __typename ... on UserError { code message }
         ... on LetterElementMissing { element { key mustContain } elements { key } }
         ... on SameDecider { stage { key } earlierStage { key } decider { id } } ... on DeciderUnknown { stage { key } } } } }`,
    { id: regimeVersionId, letter },
  );
  return complaintRegimeVersion.checkResponse;
}
