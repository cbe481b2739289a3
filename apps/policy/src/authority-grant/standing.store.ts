import type { EntityManager } from 'typeorm';
import type { AuthorityDecisionType } from '@courtesy/graph-types/policy';
import { citationOf, type Clause } from '../policy/clause.ts';
import { clausesInEffectAt } from '../policy/clause-in-effect.store.ts';
import { skillsHeldBy } from '../skill/skill-copy.store.ts';
import { grantFor, keyOf, provisionOf, type AuthorityGrant, type Party } from './authority-grant.ts';
import { grantsDated, spentUnder } from './authority-grant.store.ts';
import { answerOf, NOTHING_SPENT, standingOf, type AuthorityAnswer, type AuthorityStanding } from './standing.ts';

/** What somebody would decide. */
export interface Asked {
  readonly decisionType: AuthorityDecisionType;
  readonly currency: string;
  readonly minor: bigint;
  readonly caseId: string | null;
  readonly customerId: string | null;
  readonly orderReference: string | null;
  readonly at: Date;
  /** Keeps the grant from being suspended or ended until the transaction ends. */
  readonly hold?: boolean;
}

/** The clause in effect at an instant that a grant rests on; null when it rests on none, or none is. */
async function clauseUnder(manager: EntityManager, grant: AuthorityGrant, at: Date): Promise<Clause | null> {
  const provision = provisionOf(grant);
  if (!provision) return null;
  const citation = citationOf(provision);
  return (await clausesInEffectAt(manager, [citation], at)).get(citation) ?? null;
}

/** Which of the skills that these grants ask for somebody has at an instant. */
const skillsUnder = (manager: EntityManager, { personId }: Party, grants: readonly AuthorityGrant[], at: Date) =>
  skillsHeldBy(manager, personId, { skillIds: grants.flatMap(({ skillId }) => skillId ?? []), at });

/** Whether somebody may decide an amount by themselves. Exact only for a caller who has locked what is added up. */
export async function answerFor(manager: EntityManager, party: Party, asked: Asked): Promise<AuthorityAnswer> {
  const grant = grantFor(await grantsDated(manager, { party, ...asked }), party, asked.at);
  if (!grant) return answerOf(null, { spent: NOTHING_SPENT, held: new Set(), clause: null }, asked);
  const spent = await spentUnder(manager, [grant.id], { ...asked, authorityOf: keyOf(party) });
  const clause = await clauseUnder(manager, grant, asked.at);
  const held = await skillsUnder(manager, party, [grant], asked.at);
  return answerOf(grant, { spent: spent.get(grant.id) ?? NOTHING_SPENT, held, clause }, asked);
}

/** The grants that decide for somebody, one for each decision type and currency, with what they leave that day. */
export async function standingsOf(manager: EntityManager, party: Party, at: Date): Promise<AuthorityStanding[]> {
  const series = new Map<string, AuthorityGrant[]>();
  for (const grant of await grantsDated(manager, { party, at })) {
    const matter = `${grant.decisionType}:${grant.currency}`;
    series.set(matter, [...(series.get(matter) ?? []), grant]);
  }
  const deciding = [...series.values()].flatMap((grants) => grantFor(grants, party, at) ?? []);
  const nothing = { caseId: null, orderReference: null, customerId: null };
  const ids = deciding.map(({ id }) => id);
  const spent = await spentUnder(manager, ids, { ...nothing, authorityOf: keyOf(party), at });
  const held = await skillsUnder(manager, party, deciding, at);
  return deciding.map((grant) => standingOf(grant, { spent: spent.get(grant.id) ?? NOTHING_SPENT, held }, at));
}
