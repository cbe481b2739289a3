import type { Actor } from '@courtesy/subgraph';
import { aKey, pounds, somebody } from './authority-world.ts';
import { approver, author } from './policy-documents.ts';
import { someId, type World, mutations } from './policy-world.ts';

const VERSION = `schemeVersion { id number state version effectiveUntil author { id } approver { id } }`;
const EXCEPTION = `exception { id status }`;
const ASSESSMENT = `assessment { id isExGratia basis amount { amount currency } min { amount } max { amount } band { code head schemeVersion { number } }
  uplifts { code percent } exception { id } clause { anchor } case { id } customer { id } assessor { id } }`;
const FIELDS: Readonly<Record<string, string>> = {
  draftCompensationScheme: `... on CompensationSchemeDrafted { scheme { id name currency } ${VERSION} }`,
  draftCompensationSchemeVersion: `... on CompensationSchemeVersionDrafted { ${VERSION} }`,
  approveCompensationSchemeVersion: `... on CompensationSchemeVersionApproved { ${VERSION} replaced { number } }
    ... on OverlappingSchemeVersion { ${VERSION} } ... on SchemeVersionNotOpen { ${VERSION} state }`,
  withdrawCompensationSchemeVersion: `... on CompensationSchemeVersionWithdrawn { ${VERSION} } ... on SchemeVersionNotOpen { ${VERSION} state }`,
  assessAward: `... on AwardAssessed { ${ASSESSMENT} }
    ... on OutsideBand { band { code } amount { amount } min { amount } max { amount } uplifts { code } }
    ... on ExceptionExpired { ${EXCEPTION} } ... on ExceptionDoesNotCover { ${EXCEPTION} reason left { amount } }
    ... on NoSchemeInEffect { at scheme { id } }`,
};

/** What specs look at of a result. */
export interface CompensationResult {
  readonly __typename: string;
  readonly message?: string;
  readonly scheme: { readonly id: string };
  readonly schemeVersion: { readonly id: string; readonly number: number; readonly version: number };
  readonly assessment: { readonly id: string };
}

/** Runs a mutation about compensation, as the author of policies unless somebody else is named. */
export const compensate = mutations<CompensationResult>(
  author,
  (verb) =>
    `... on UserError { message code ... on InvalidInput { problems { path } } ... on StaleVersion { current { id } } } ${FIELDS[verb]}`,
);

/** A band of distress, as a caller gives it. */
export const aBand = (code: string, min: string, max: string, more: Record<string, unknown> = {}) => ({
  head: 'DISTRESS_AND_INCONVENIENCE',
  ...{ code, name: code.toLowerCase(), description: `For what is ${code.toLowerCase()}.` },
  ...{ min: pounds(min), max: pounds(max), ...more },
});

/** What the schemes of these stories say: three bands and two uplifts. */
export const someWording = {
  bands: [aBand('SUBSTANTIAL', '300', '750'), aBand('MINOR', '0', '100'), aBand('MODERATE', '100', '300')],
  uplifts: [
    { code: 'VULNERABLE', percent: 25, reason: 'The customer is vulnerable and was hit harder.' },
    { code: 'REPEATED', percent: 50, reason: 'It went wrong again.', heads: ['DISTRESS_AND_INCONVENIENCE'] },
    { code: 'LATE_PAYMENT', percent: 10, reason: 'The money came late.', heads: ['FINANCIAL'] },
  ],
  source: { title: 'Published award bands', url: 'https://example.org/awards', readOn: '2026-01-31' },
};

/** A scheme drafted and approved through the graph. */
export async function givenScheme(world: World, input: Record<string, unknown> = {}): Promise<CompensationResult> {
  const scheme = { name: 'Awards', currency: 'GBP', ...someWording, ...input };
  const drafted = await compensate(world, 'draftCompensationScheme', scheme);
  const { schemeVersion } = drafted;
  if (!schemeVersion) throw new Error(JSON.stringify(drafted));
  const approved = await compensate(
    world,
    'approveCompensationSchemeVersion',
    { schemeVersionId: schemeVersion.id },
    approver,
  );
  if (approved.__typename !== 'CompensationSchemeVersionApproved') throw new Error(JSON.stringify(approved));
  return drafted;
}

/** Holds an award of distress against the bands of a scheme; `by` somebody of the desk unless another is named. */
export const assess = (
  world: World,
  schemeId: string,
  amount: string,
  { by = somebody(), ...input }: Record<string, unknown> & { readonly by?: Actor } = {},
) =>
  compensate(
    world,
    'assessAward',
    {
      ...{ idempotencyKey: aKey(), schemeId, head: 'DISTRESS_AND_INCONVENIENCE', band: 'MODERATE' },
      ...{ amount: pounds(amount), basis: 'LIABILITY', caseId: someId('case'), ...input },
    },
    by,
  );
