import type { GraphClient } from '../import/graph-client.ts';
import { GraphFailed } from '../import/graph-failure.ts';
import { dayStarts } from '../import/reporting-day.ts';
import type { Voices } from './send-documents.ts';
import { FIRST_DAY, TIME_ZONE } from './two-years.ts';

/** Which shipped pack of rules the demo installs. */
const PACK = 'retail';

interface Version {
  readonly id: string;
}

interface Installed {
  readonly __typename: string;
  readonly message?: string;
  readonly installation?: {
    readonly policyVersion: Version;
    readonly decisionTableVersions: readonly Version[];
    readonly compensationSchemeVersion: Version | null;
  };
}

const refused = (verb: string, message: string | undefined) =>
  new GraphFailed({ code: 'DEMO_REFUSED', message: `${verb}: ${message ?? 'the graph did not say why'}` });

async function install(client: GraphClient, source: string, ownerId: string) {
  const drafts = `installation { policyVersion { id } decisionTableVersions { id } compensationSchemeVersion { id } }`;
  const { installRulePack: result } = await client.ask<{ installRulePack: Installed }>(
    `mutation Demo($input: InstallRulePackInput!) { installRulePack(input: $input) { __typename
       ... on UserError { message } ... on RulePackInstalled { ${drafts} } ... on RulePackAlreadyInstalled { ${drafts} } } }`,
    { input: { idempotencyKey: `${source}/rule-pack/${PACK}`, pack: PACK, ownerId } },
  );
  if (!result.installation) throw refused('installRulePack', result.message);
  return result.installation;
}

/** Runs one mutation. `expected` is the success, or what says that an earlier run has done it. */
async function step(client: GraphClient, verb: string, input: object, expected: readonly string[]): Promise<void> {
  const type = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}Input`;
  const answer = await client.ask<Record<string, { readonly __typename: string; readonly message?: string }>>(
    `mutation Demo($input: ${type}!) { ${verb}(input: $input) { __typename ... on UserError { message } } }`,
    { input },
  );
  const result = answer[verb];
  if (!result || !expected.includes(result.__typename)) throw refused(verb, result?.message);
}

/** Installs the retail pack and has another approve it, so that a fresh stack decides refunds and holds awards against bands. */
export async function sendRulePack({ author, approver }: Voices, source: string, ownerId: string): Promise<void> {
  const { policyVersion, decisionTableVersions, compensationSchemeVersion } = await install(author, source, ownerId);
  const effectiveFrom = dayStarts(TIME_ZONE)(FIRST_DAY);
  const policyVersionId = policyVersion.id;
  await step(author, 'submitForReview', { policyVersionId }, ['PolicyVersionSubmitted', 'IllegalVersionState']);
  const approved = ['PolicyVersionApproved', 'IllegalVersionState'];
  await step(approver, 'approvePolicyVersion', { policyVersionId, effectiveFrom }, approved);
  for (const { id } of decisionTableVersions)
    await step(approver, 'approveDecisionTableVersion', { decisionTableVersionId: id, effectiveFrom }, [
      'DecisionTableVersionApproved',
      'IllegalDecisionTableState',
    ]);
  if (compensationSchemeVersion)
    await step(
      approver,
      'approveCompensationSchemeVersion',
      { schemeVersionId: compensationSchemeVersion.id, effectiveFrom },
      ['CompensationSchemeVersionApproved', 'SchemeVersionNotOpen'],
    );
}
