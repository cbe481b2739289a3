import type { Actor } from '@courtesy/subgraph';
import { caller } from '@courtesy/subgraph/spec-service';
import { approver, author } from './policy-documents.ts';
import { agent, ask, someId, type World, mutations } from './policy-world.ts';

/** A customer who is signed in. */
export const customer = caller('CUSTOMER', { customerId: someId('cust') });

/** What specs see of a version of an article. */
export interface SeenArticleVersion {
  readonly id: string;
  readonly number: number;
  readonly language: string;
  readonly state: string;
  readonly publishedAt: string | null;
  readonly archivedAt: string | null;
  readonly version: number;
}

/** A result of one of these mutations. */
export interface KnowledgeResult {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly problems?: readonly {
    readonly path?: string;
    readonly message?: string;
    readonly field?: string;
    readonly kind?: string;
  }[];
  readonly article: { readonly id: string; readonly version: number };
  readonly articleVersion: SeenArticleVersion;
  readonly replaced: { readonly id: string } | null;
  readonly letterTemplate: { readonly id: string };
  readonly letterTemplateVersion: {
    readonly id: string;
    readonly number: number;
    readonly state: string;
    readonly version: number;
  };
  readonly variants?: readonly {
    readonly language: string;
    readonly readingAgeLimit: number;
    readonly check: { readonly readability: { readonly readingAge: number } };
  }[];
  readonly letter: { readonly id: string; readonly subject: string; readonly body: string; readonly choice: string };
}

const VERSION = 'articleVersion { id number language state publishedAt archivedAt version }';
const LETTER_VERSION = 'letterTemplateVersion { id number state version }';
const REFUSALS = `... on UserError { code message
  ... on InvalidInput { problems { path message } } ... on MergeValuesUnfit { problems { field kind } }
  ... on ArchivedBeforePublication { ${VERSION} } ... on PublicationOutOfOrder { ${VERSION} }
  ... on LetterTooHardToRead { variants { language readingAgeLimit check { readability { readingAge } findings { kind } } } } }`;
const SUCCESSES: Readonly<Record<string, string>> = {
  draftArticle: `... on ArticleDrafted { article { id version } ${VERSION} }`,
  amendArticle: `... on ArticleAmended { article { id version } }`,
  draftArticleVersion: `... on ArticleVersionDrafted { ${VERSION} }`,
  reviseArticleDraft: `... on ArticleDraftRevised { ${VERSION} }`,
  publishArticle: `... on ArticleScheduled { ${VERSION} replaced { id } }`,
  archiveArticle: `... on ArticleArchived { ${VERSION} }`,
  recallArticle: `... on ArticleRecalled { ${VERSION} }`,
  draftLetterTemplate: `... on LetterTemplateDrafted { letterTemplate { id } ${LETTER_VERSION} }`,
  draftLetterTemplateVersion: `... on LetterTemplateVersionDrafted { ${LETTER_VERSION} }`,
  reviseLetterTemplateDraft: `... on LetterTemplateDraftRevised { ${LETTER_VERSION} }`,
  approveLetterTemplate: `... on LetterTemplateApproved { ${LETTER_VERSION} replaced { id } }`,
  withdrawLetterTemplate: `... on LetterTemplateWithdrawn { ${LETTER_VERSION} }`,
  sendLetter: `... on LetterSent { letter { id subject body choice } }`,
};

/** Runs one of the mutations of knowledge, as the author unless somebody else is named. */
export const write = mutations<KnowledgeResult>(author, (verb) => `${REFUSALS} ${SUCCESSES[verb]}`);

/** An article with the draft of its first version, for customers unless something else is said. */
export async function givenArticle(world: World, input: Record<string, unknown> = {}): Promise<KnowledgeResult> {
  const drafted = await write(world, 'draftArticle', {
    ownerId: someId('pers'),
    reviewBy: '2027-01-01T00:00:00Z',
    language: 'en',
    title: 'Returning a chair',
    body: 'Bring the chair back within thirty days.',
    audience: { readers: 'CUSTOMERS' },
    ...input,
  });
  if (drafted.__typename !== 'ArticleDrafted') throw new Error(JSON.stringify(drafted));
  return drafted;
}

/** Asks for a version to be published, by somebody who has no hand in it. */
export const publish = (
  world: World,
  { id, version }: Pick<SeenArticleVersion, 'id' | 'version'>,
  dates: Record<string, unknown> = {},
  by: Actor = approver,
): Promise<KnowledgeResult> =>
  write(world, 'publishArticle', { articleVersionId: id, expectedVersion: version, ...dates }, by);

/** A published article. */
export async function givenPublished(
  world: World,
  input: Record<string, unknown> = {},
  dates: Record<string, unknown> = {},
): Promise<KnowledgeResult> {
  const drafted = await givenArticle(world, input);
  const scheduled = await publish(world, drafted.articleVersion, dates);
  if (scheduled.__typename !== 'ArticleScheduled') throw new Error(JSON.stringify(scheduled));
  return { ...drafted, articleVersion: scheduled.articleVersion };
}

/** The next version of an article, published with these dates. */
export async function givenNextArticle(
  world: World,
  articleId: string,
  text: Record<string, unknown>,
  dates: Record<string, unknown> = {},
): Promise<KnowledgeResult> {
  const drafted = await write(world, 'draftArticleVersion', { articleId, language: 'en', ...text });
  return publish(world, drafted.articleVersion, dates);
}

/** A text of a letter that tells a name, an amount and a day. */
export const someLetter = {
  variants: [
    {
      language: 'en',
      subject: 'Your refund, {{name}}',
      body: 'Dear {{name}},\n\nwe will pay you {{amount}} by {{day}}.\n\n{{element:adr-referral}}You can ask the ombudsman.',
    },
  ],
  fields: [
    { name: 'name', type: 'TEXT', description: 'Whom it is for', example: 'Sam Lee' },
    { name: 'amount', type: 'MONEY', description: 'How much', example: '12.50 GBP' },
    { name: 'day', type: 'DATE', description: 'By when', example: '2026-03-28' },
  ],
  requiredElements: ['adr-referral'],
};

/** A letter template with the draft of its first version. */
export async function givenTemplate(world: World, input: Record<string, unknown> = {}): Promise<KnowledgeResult> {
  const drafted = await write(world, 'draftLetterTemplate', {
    name: 'Refund',
    kind: 'REDRESS',
    ownerId: someId('pers'),
    defaultLanguage: 'en',
    ...someLetter,
    ...input,
  });
  if (drafted.__typename !== 'LetterTemplateDrafted') throw new Error(JSON.stringify(drafted));
  return drafted;
}

/** Asks for the approval of a version, by somebody who has no hand in it. */
export const approveLetter = (
  world: World,
  { id, version }: { readonly id: string; readonly version: number },
  more: Record<string, unknown> = {},
  by: Actor = approver,
): Promise<KnowledgeResult> =>
  write(world, 'approveLetterTemplate', { letterTemplateVersionId: id, expectedVersion: version, ...more }, by);

/** A letter template in use. */
export async function givenLetter(world: World, input: Record<string, unknown> = {}): Promise<KnowledgeResult> {
  const drafted = await givenTemplate(world, input);
  const approved = await approveLetter(world, drafted.letterTemplateVersion);
  if (approved.__typename !== 'LetterTemplateApproved') throw new Error(JSON.stringify(approved));
  return drafted;
}

/** What that letter is told. */
export const someValues = (name = 'Sam Lee') => [
  { name: 'name', value: name },
  { name: 'amount', value: '12.50 GBP' },
  { name: 'day', value: '2026-03-28' },
];

let keys = 0;

/** Sends that letter to the customer, as an agent unless somebody else is named. */
export const sendLetter = (
  world: World,
  letterTemplateId: string,
  more: Record<string, unknown> = {},
  actor: Actor = agent,
): Promise<KnowledgeResult> => {
  const to = { letterTemplateId, languages: ['en-GB'], fields: someValues(), customerId: customer.customerId };
  return write(world, 'sendLetter', { idempotencyKey: `send ${(keys += 1)}`, ...to, ...more }, actor);
};

/** A letter as it would read. */
export const rendering = async (
  world: World,
  variables: Record<string, unknown>,
  actor: Actor = agent,
): Promise<Record<string, unknown>> => {
  const { renderLetter } = await ask<{ renderLetter: Record<string, unknown> }>(
    world,
    `query ($id: ID!, $languages: [String!], $format: LetterFormat! = STANDARD, $fields: [MergeValueInput!], $at: DateTime) {
       renderLetter(letterTemplateId: $id, languages: $languages, format: $format, fields: $fields, at: $at) { __typename
         ... on LetterRendered { subject body language format match choice printLarge elements letterTemplateVersion { number } }
         ... on UserError { code message ... on MergeValuesUnfit { problems { field kind } } } } }`,
    variables,
    actor,
  );
  return renderLetter;
};
