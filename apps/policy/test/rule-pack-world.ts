import type { Actor } from '@courtesy/subgraph';
import { aKey } from './authority-world.ts';
import { compensate } from './compensation-world.ts';
import { approve as approveTable } from './decision-table-world.ts';
import { approve as approvePolicy, approver, author } from './policy-documents.ts';
import { ask, someId, type World } from './policy-world.ts';

/** What specs see of an installation. */
export interface SeenInstallation {
  readonly pack: string;
  readonly policy: { readonly id: string; readonly title: string };
  readonly policyVersion: { readonly id: string; readonly state: string };
  readonly decisionTables: readonly { readonly id: string; readonly name: string }[];
  readonly decisionTableVersions: readonly { readonly id: string; readonly state: string }[];
  readonly compensationScheme: { readonly id: string };
  readonly compensationSchemeVersion: { readonly id: string; readonly state: string };
  readonly installer: { readonly id: string } | null;
}

/** What came of installing a pack. */
export interface InstallResult {
  readonly __typename: string;
  readonly message?: string;
  readonly problems?: readonly { readonly path: string }[];
  readonly installation: SeenInstallation;
}

const INSTALLATION = `installation { pack policy { id title } policyVersion { id state clauses { anchor } } installedAt installer { id }
  decisionTables { id name policy { id } } decisionTableVersions { id state }
  compensationScheme { id name policy { id } } compensationSchemeVersion { id state } }`;

/** Installs a pack of rules, the author of policies unless somebody else is named. */
export async function install(
  world: World,
  input: Record<string, unknown> = {},
  actor: Actor = author,
): Promise<InstallResult> {
  const { installRulePack } = await ask<{ installRulePack: InstallResult }>(
    world,
    `mutation ($input: InstallRulePackInput!) { installRulePack(input: $input) { __typename
       ... on UserError { message code ... on InvalidInput { problems { path } } }
       ... on RulePackInstalled { ${INSTALLATION} } ... on RulePackAlreadyInstalled { ${INSTALLATION} } } }`,
    { input: { idempotencyKey: aKey(), pack: 'retail', ownerId: someId('pers'), ...input } },
    actor,
  );
  return installRulePack;
}

/** Approves, as somebody else than who installed it, all that a pack brought. */
export async function approveAll(world: World, installed: SeenInstallation): Promise<void> {
  const expectType = (result: { readonly __typename: string }, wanted: string) => {
    if (result.__typename !== wanted) throw new Error(JSON.stringify(result));
  };
  expectType(await approvePolicy(world, installed.policyVersion.id), 'PolicyVersionApproved');
  for (const { id } of installed.decisionTableVersions)
    expectType(await approveTable(world, id), 'DecisionTableVersionApproved');
  const schemeVersionId = installed.compensationSchemeVersion.id;
  expectType(
    await compensate(world, 'approveCompensationSchemeVersion', { schemeVersionId }, approver),
    'CompensationSchemeVersionApproved',
  );
}

/** The retail pack, installed by one and approved by another: from here on a refund can be decided. */
export async function givenRetail(world: World): Promise<SeenInstallation> {
  const { installation } = await install(world);
  await approveAll(world, installation);
  return installation;
}

/** Facts as the graph takes them. */
export const factsOf = (facts: Readonly<Record<string, string | number | boolean>>) =>
  Object.entries(facts).map(([name, value]) => {
    if (typeof value === 'boolean') return { name, isTrue: value };
    return typeof value === 'number' ? { name, number: String(value) } : { name, text: value };
  });
