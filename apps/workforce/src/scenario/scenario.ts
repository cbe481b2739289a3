import { invalidInput, isIdOf, type InvalidInput, type Problem } from '@courtesy/kernel';
import type {
  DraftScenarioInput,
  RewordScenarioInput,
  ScenarioDifficulty,
  ScenarioStatus,
} from '@courtesy/graph-types/workforce';
import { MAX_NAME, problemsOfText } from '../directory/problems.ts';
import { personalWordsIn, redacted, type KnownPeople, type PersonalWord } from './personal-words.ts';

/** What a customer once brought, without who they were, to be answered in play. */
export interface Scenario {
  readonly id: string;
  readonly caseId: string;
  /** The one contact it was built from; null for the whole case. */
  readonly interactionId: string | null;
  readonly title: string;
  /** What it is about. */
  readonly situation: string;
  /** What the customer said or wrote, the first first. */
  readonly customerSays: readonly string[];
  /** How whoever plays the customer is. */
  readonly persona: string;
  /** What a good answer does. */
  readonly expectation: string;
  readonly difficulty: ScenarioDifficulty;
  readonly scorecardVersionId: string;
  readonly status: ScenarioStatus;
  readonly draftedById: string;
  readonly draftedAt: Date;
  /** Who approved of its wording; null while nobody has. */
  readonly approvedById: string | null;
  readonly publishedAt: Date | null;
  readonly version: number;
}

/** What was said in a case, and by whom. */
export interface CaseText {
  readonly subject: string;
  readonly contacts: readonly { readonly id: string; readonly body: string; readonly isOfCustomer: boolean }[];
  readonly people: KnownPeople;
}

/** Where in a scenario something stands that tells who somebody is. */
export interface ScenarioFinding extends PersonalWord {
  readonly path: string;
}

/** What came of something done with a scenario. */
export interface ScenarioOutcome<T extends string> {
  readonly type: T;
  readonly scenario: Scenario;
}

/** It is drafted. */
export type ScenarioDrafted = ScenarioOutcome<'ScenarioDrafted'>;
/** It has other words. */
export type ScenarioReworded = ScenarioOutcome<'ScenarioReworded'>;
/** Somebody approved of its wording, and it can be played. */
export type ScenarioPublished = ScenarioOutcome<'ScenarioPublished'>;
/** It is played no more. */
export type ScenarioWithdrawn = ScenarioOutcome<'ScenarioWithdrawn'>;
/** It stands where this cannot be done with it. */
export type ScenarioIsElsewhere = ScenarioOutcome<'ScenarioIsElsewhere'>;
/** It still tells who somebody is. */
export interface ScenarioNotClean extends ScenarioOutcome<'ScenarioNotClean'> {
  readonly findings: readonly ScenarioFinding[];
}
/** Nothing that the customer said is on record. */
export interface NothingSaid {
  readonly type: 'NothingSaid';
  readonly caseId: string;
}
/** The case cannot be read just now. */
export interface SourceUnavailable {
  readonly type: 'SourceUnavailable';
  readonly caseId: string;
}

const [MAX_TEXT, MAX_SAYINGS, MAX_SAYING] = [5_000, 50, 5_000];

/** What is wrong with a draft in itself. */
export const problemsOfDraft = (given: DraftScenarioInput): Problem[] => [
  ...(isIdOf('case', given.caseId) ? [] : [{ path: 'caseId', message: `"${given.caseId}" is not the id of a case` }]),
  ...problemsOfText('title', given.title, MAX_NAME),
  ...problemsOfText('persona', given.persona, MAX_TEXT),
  ...problemsOfText('expectation', given.expectation, MAX_TEXT),
];

/** As much of a text as is taken, in whole words: half a name is found by no rule. */
const beginningOf = (text: string): string =>
  text.length <= MAX_SAYING ? text : text.slice(0, MAX_SAYING).replace(/\S*$/u, '');

/** A scenario as it is drafted: what the customer said, without anybody. Null when they said nothing. */
export function draftFrom(
  source: CaseText,
  given: DraftScenarioInput,
  made: Pick<Scenario, 'id' | 'scorecardVersionId' | 'draftedById' | 'draftedAt'>,
): Scenario | null {
  const chosen = source.contacts.filter(
    ({ id, isOfCustomer, body }) =>
      isOfCustomer && body.trim() !== '' && (given.interactionId == null || given.interactionId === id),
  );
  if (chosen.length === 0) return null;
  const clean = (text: string) => redacted(text.trim(), source.people);
  return {
    ...made,
    ...{ caseId: given.caseId, interactionId: given.interactionId ?? null, title: clean(given.title) },
    situation: clean(source.subject),
    customerSays: chosen.slice(0, MAX_SAYINGS).map(({ body }) => clean(beginningOf(body)).slice(0, MAX_SAYING)),
    ...{ persona: clean(given.persona), expectation: clean(given.expectation), difficulty: given.difficulty },
    ...{ status: 'DRAFT', approvedById: null, publishedAt: null, version: 1 },
  };
}

/** Everything in a scenario that still tells who somebody is, with where it stands. */
export function findingsIn(scenario: Scenario, people: KnownPeople): ScenarioFinding[] {
  const { title, situation, persona, expectation, customerSays } = scenario;
  const texts = [
    ...Object.entries({ title, situation, persona, expectation }),
    ...customerSays.map((text, i) => [`customerSays[${i}]`, text] as const),
  ];
  return texts.flatMap(([path, text]) => personalWordsIn(text, people).map((word) => ({ path, ...word })));
}

const elsewhere = (scenario: Scenario): ScenarioIsElsewhere => ({ type: 'ScenarioIsElsewhere', scenario });
const further = (current: Scenario, changes: Partial<Scenario>): Scenario => ({
  ...current,
  ...changes,
  version: current.version + 1,
});

/** Puts a draft into other words; what is absent stays. */
export function reword(
  current: Scenario,
  given: RewordScenarioInput,
): ScenarioReworded | ScenarioIsElsewhere | InvalidInput {
  if (current.status !== 'DRAFT') return elsewhere(current);
  const says = given.customerSays ?? current.customerSays;
  const { title, situation, persona, expectation } = current;
  const words = {
    ...{ title: given.title ?? title, situation: given.situation ?? situation },
    ...{ persona: given.persona ?? persona, expectation: given.expectation ?? expectation },
  };
  const problems = [
    ...Object.entries(words).flatMap(([path, text]) =>
      problemsOfText(path, text, path === 'title' ? MAX_NAME : MAX_TEXT),
    ),
    ...(says.length >= 1 && says.length <= MAX_SAYINGS
      ? says.flatMap((each, i) => problemsOfText(`customerSays[${i}]`, each, MAX_SAYING))
      : [{ path: 'customerSays', message: `are ${says.length}; give 1 to ${MAX_SAYINGS}` }]),
  ];
  if (problems.length > 0) return invalidInput(problems);
  const difficulty = given.difficulty ?? current.difficulty;
  return { type: 'ScenarioReworded', scenario: further(current, { ...words, customerSays: [...says], difficulty }) };
}

/** Publishes a draft of whose wording somebody approves, as long as it tells of nobody. */
export function publishScenarioBy(
  current: Scenario,
  people: KnownPeople,
  by: { readonly personId: string; readonly at: Date },
): ScenarioPublished | ScenarioNotClean | ScenarioIsElsewhere {
  if (current.status !== 'DRAFT') return elsewhere(current);
  const findings = findingsIn(current, people);
  if (findings.length > 0) return { type: 'ScenarioNotClean', scenario: current, findings };
  const changes = { status: 'PUBLISHED', approvedById: by.personId, publishedAt: by.at } as const;
  return { type: 'ScenarioPublished', scenario: further(current, changes) };
}

/** Lets nobody play it any more; what was played stays. */
export const withdrawScenarioFrom = (current: Scenario): ScenarioWithdrawn | ScenarioIsElsewhere =>
  current.status === 'PUBLISHED'
    ? { type: 'ScenarioWithdrawn', scenario: further(current, { status: 'WITHDRAWN' }) }
    : elsewhere(current);
