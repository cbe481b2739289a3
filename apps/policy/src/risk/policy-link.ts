import { isIdOf, type Problem } from '@courtesy/kernel';

/** What a policy has to do with a risk or a control. */
export interface PolicyLink {
  readonly policyId: string;
  /** By what a clause is known in the policy; null for the whole policy. */
  readonly anchor: string | null;
}

/** The same as the graph's type. */
export type RiskPolicyLink = PolicyLink;

/** A link as a caller gives it. */
export interface PolicyLinkGiven {
  readonly policyId: string;
  readonly anchor?: string | null | undefined;
}

const MAX_LINKS = 50;

/** The links as they are kept, each once. */
export function linksOf(given: readonly PolicyLinkGiven[]): PolicyLink[] {
  const links = given.map(({ policyId, anchor }): PolicyLink => ({ policyId, anchor: anchor ?? null }));
  return [...new Map(links.map((link) => [JSON.stringify([link.policyId, link.anchor]), link])).values()];
}

/** What is wrong with the ids and the number of links; empty when nothing is. */
export function problemsOfLinks(given: readonly PolicyLinkGiven[] | null | undefined): Problem[] {
  const links = given ?? [];
  if (links.length > MAX_LINKS)
    return [{ path: 'policies', message: `has ${links.length} policies; at most ${MAX_LINKS} are kept` }];
  return links.flatMap(({ policyId }, i) =>
    isIdOf('pol', policyId)
      ? []
      : [{ path: `policies[${i}].policyId`, message: `"${policyId}" is not the id of a policy` }],
  );
}

/** What is wrong with links, given the anchors that each policy on record has in any of its versions; empty when nothing is. */
export function problemsOfAnchors(
  links: readonly PolicyLinkGiven[],
  anchors: ReadonlyMap<string, ReadonlySet<string>>,
): Problem[] {
  return links.flatMap(({ policyId, anchor }, i) => {
    const known = anchors.get(policyId);
    if (!known) return [{ path: `policies[${i}].policyId`, message: `names no policy on record: ${policyId}` }];
    if (anchor == null || known.has(anchor)) return [];
    return [{ path: `policies[${i}].anchor`, message: `"${anchor}" is no clause of any version of the policy` }];
  });
}
