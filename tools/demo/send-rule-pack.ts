import type { GraphClient } from '../import/graph-client.ts';
import { dayStarts } from '../import/reporting-day.ts';
import { change, type Voices } from './demo-change.ts';
import { FIRST_DAY, TIME_ZONE } from './two-years.ts';

/** Which shipped pack of rules the demo installs. */
const PACK = 'retail';

interface Version {
  readonly id: string;
}

interface Installed {
  readonly installation: {
    readonly policyVersion: Version;
    readonly decisionTableVersions: readonly Version[];
    readonly compensationSchemeVersion: Version | null;
  };
}

async function install(client: GraphClient, source: string, ownerId: string) {
  const drafts = 'installation { policyVersion { id } decisionTableVersions { id } compensationSchemeVersion { id } }';
  const { installation } = await change<Installed>(client, {
    verb: 'installRulePack',
    input: { idempotencyKey: `${source}/rule-pack/${PACK}`, pack: PACK, ownerId },
    expected: ['RulePackInstalled', 'RulePackAlreadyInstalled'],
    select: `... on RulePackInstalled { ${drafts} } ... on RulePackAlreadyInstalled { ${drafts} }`,
  });
  return installation;
}

/** Installs the retail pack and has another approve it, so that a fresh stack decides refunds and holds awards against bands. */
export async function sendRulePack({ author, approver }: Voices, source: string, ownerId: string): Promise<void> {
  const { policyVersion, decisionTableVersions, compensationSchemeVersion } = await install(author, source, ownerId);
  const effectiveFrom = dayStarts(TIME_ZONE)(FIRST_DAY);
  const policyVersionId = policyVersion.id;
  await change(author, {
    verb: 'submitForReview',
    input: { policyVersionId },
    expected: ['PolicyVersionSubmitted', 'IllegalVersionState'],
  });
  await change(approver, {
    verb: 'approvePolicyVersion',
    input: { policyVersionId, effectiveFrom },
    expected: ['PolicyVersionApproved', 'IllegalVersionState'],
  });
  for (const { id } of decisionTableVersions)
    await change(approver, {
      verb: 'approveDecisionTableVersion',
      input: { decisionTableVersionId: id, effectiveFrom },
      expected: ['DecisionTableVersionApproved', 'IllegalDecisionTableState'],
    });
  if (compensationSchemeVersion)
    await change(approver, {
      verb: 'approveCompensationSchemeVersion',
      input: { schemeVersionId: compensationSchemeVersion.id, effectiveFrom },
      expected: ['CompensationSchemeVersionApproved', 'SchemeVersionNotOpen'],
    });
}
