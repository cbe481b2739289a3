/** Role names as the subgraphs know them. */
export type TestRole =
  'ANONYMOUS' | 'CUSTOMER' | 'AGENT' | 'LEAD' | 'MANAGER' | 'REGIONAL' | 'EXECUTIVE' | 'ANALYST' | 'ADMIN' | 'SERVICE';

/** The same shape as `Actor` of `@courtesy/subgraph/actor`, which this library may not import. */
export interface TestActor {
  readonly subject: string;
  readonly role: TestRole;
  readonly reach: 'OWN' | 'TEAM' | 'SITE' | 'REGION' | 'ALL';
  readonly scopes: string[];
  readonly personId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly siteId?: string | undefined;
  readonly regionId?: string | undefined;
  readonly customerId?: string | undefined;
}

/**
 * A caller for a spec: sees everything (`ALL`) and may do nothing until `overrides` says otherwise.
 *
 * Scopes are given by the spec, `actorFor('LEAD', { scopes: scopesOf('LEAD') })`, because what a role may do is decided in
 * one place only, which is not here.
 */
export function actorFor(role: TestRole, overrides: Partial<Omit<TestActor, 'role'>> = {}): TestActor {
  return { subject: `spec-${role.toLowerCase()}`, role, reach: 'ALL', scopes: [], ...overrides };
}
