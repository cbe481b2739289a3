import { author } from './policy-documents.ts';
import { someId, type World, mutations } from './policy-world.ts';

/** What specs see of a risk. */
export interface SeenRisk {
  readonly id: string;
  readonly status: string;
  readonly isAboveAppetite: boolean;
  readonly residual: { readonly score: number; readonly level: string };
  readonly acceptance: { readonly approver: { readonly id: string } | null; readonly expiresAt: string | null } | null;
  readonly reviewDueAt: string;
  readonly version: number;
}

/** A result of one of these mutations. */
export interface RiskResult {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly problems?: readonly { readonly path: string }[];
  readonly risk: SeenRisk;
  readonly control: { readonly id: string; readonly effectiveness: string | null; readonly version: number };
}

const RISK =
  'risk { id status isAboveAppetite residual { score level } acceptance { approver { id } expiresAt } reviewDueAt version }';
const CONTROL = 'control { id effectiveness version }';
const REFUSALS = `... on UserError { code message
  ... on InvalidInput { problems { path } } ... on IllegalRiskStatus { ${RISK} } ... on RiskAboveAppetite { ${RISK} } ... on RiskControlIsRetired { ${CONTROL} } }`;
const SUCCESSES: Readonly<Record<string, string>> = {
  identifyRisk: `... on RiskIdentified { ${RISK} }`,
  amendRisk: `... on RiskAmended { ${RISK} }`,
  assessRisk: `... on RiskAssessed { ${RISK} }`,
  treatRisk: `... on RiskTreated { ${RISK} }`,
  acceptRisk: `... on RiskAccepted { ${RISK} }`,
  closeRisk: `... on RiskClosed { ${RISK} }`,
  reopenRisk: `... on RiskReopened { ${RISK} }`,
  addRiskControl: `... on RiskControlAdded { ${CONTROL} }`,
  assessRiskControl: `... on RiskControlAssessed { ${CONTROL} }`,
  retireRiskControl: `... on RiskControlRetired { ${CONTROL} }`,
};

/** Runs one of the mutations of the register of risks, as a manager unless somebody else is named. */
export const register = mutations<RiskResult>(author, (verb) => `${REFUSALS} ${SUCCESSES[verb]}`);

/** A rating. */
export const rated = (likelihood: number, impact: number) => ({ likelihood, impact });

/** A risk on the register: rated 3 by 4 (HIGH) with controls, with an appetite of MODERATE, unless said otherwise. */
export async function givenRisk(world: World, input: Record<string, unknown> = {}): Promise<SeenRisk> {
  const identified = await register(world, 'identifyRisk', {
    title: 'The phones are down',
    description: 'Nobody can call',
    category: 'TECHNOLOGY',
    ownerId: someId('pers'),
    inherent: rated(5, 5),
    residual: rated(3, 4),
    appetite: 'MODERATE',
    reviewDueAt: '2026-06-01T00:00:00Z',
    ...input,
  });
  if (identified.__typename !== 'RiskIdentified') throw new Error(JSON.stringify(identified));
  return identified.risk;
}
