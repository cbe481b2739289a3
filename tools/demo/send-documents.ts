import { setTimeout as pause } from 'node:timers/promises';
import type { GraphClient } from '../import/graph-client.ts';
import { GraphFailed } from '../import/graph-failure.ts';
import { InFlight } from '../import/in-flight.ts';
import { dayStarts } from '../import/reporting-day.ts';
import { change, type Made, type Voices } from './demo-change.ts';
import { idOf } from './directory.ts';
import { DOCUMENTS, GRANTS, type DemoDocument, type DemoGrant, type DemoVersion } from './documents.ts';
import type { DemoPerson } from './organisation.ts';
import { chanceOf } from './random.ts';
import { FIRST_DAY, TIME_ZONE } from './two-years.ts';

/** What the demo's documents are made for. */
export interface DocumentPlan {
  readonly seed: string;
  readonly source: string;
  readonly people: readonly DemoPerson[];
  /** The graph's ids of the people, by their keys. */
  readonly personIds: ReadonlyMap<string, string>;
}

interface Drafted {
  readonly policy?: Made;
  readonly policyVersion: Made;
}

/** The share of a document's audience that has acknowledged it. No file says so. */
const ASSUMED_READERS = 0.85;
const LANES = 4;
const startOfDay = dayStarts(TIME_ZONE);

async function approve(
  { author, approver }: Voices,
  policyVersionId: string,
  from: string,
  until?: string,
): Promise<void> {
  await change(author, {
    verb: 'submitForReview',
    input: { policyVersionId },
    expected: ['PolicyVersionSubmitted', 'IllegalVersionState'],
  });
  const dates = { effectiveFrom: startOfDay(from), ...(until !== undefined && { effectiveUntil: startOfDay(until) }) };
  const input = { policyVersionId, ...dates };
  const expected = ['PolicyVersionApproved', 'IllegalVersionState'];
  await change(approver, { verb: 'approvePolicyVersion', input, expected });
}

async function sendDocument(
  voices: Voices,
  plan: DocumentPlan,
  document: DemoDocument,
): Promise<readonly [policyId: string, versionId: string]> {
  const { key, owner, roles, versions, reviewDueOn, title, kind } = document;
  const reviewDueAt = startOfDay(reviewDueOn);
  let policyId = '';
  let versionId = '';
  for (const [index, { summary, clauses, from }] of versions.entries()) {
    const text = { idempotencyKey: `${plan.source}/document/${key}/${index + 1}`, summary, clauses };
    const about = { title, kind, ownerId: idOf(plan.personIds, owner), audience: { roles }, reviewDueAt };
    const drafted = await change<Drafted>(
      voices.author,
      index === 0
        ? {
            verb: 'draftPolicy',
            input: { ...text, ...about },
            expected: ['PolicyDrafted'],
            select: '... on PolicyDrafted { policy { id } policyVersion { id } }',
          }
        : {
            verb: 'draftPolicyVersion',
            input: { ...text, policyId },
            expected: ['PolicyVersionDrafted'],
            select: '... on PolicyVersionDrafted { policyVersion { id } }',
          },
    );
    policyId = drafted.policy?.id ?? policyId;
    versionId = drafted.policyVersion.id;
    // Put on record later than agreed: each but the last says when it ended.
    await approve(voices, versionId, from, versions[index + 1]?.from);
  }
  return [policyId, versionId];
}

const latest = ({ versions }: DemoDocument): DemoVersion | undefined => versions.at(-1);

/** Most of a document's audience has acknowledged its latest version within the month it came, or they joined. */
async function acknowledge(
  voices: Voices,
  plan: DocumentPlan,
  { document, versionId }: { readonly document: DemoDocument; readonly versionId: string },
): Promise<void> {
  const inFlight = new InFlight(LANES);
  for (const person of plan.people) {
    const chance = chanceOf(plan.seed, 'acknowledgement', document.key, person.key);
    const isFor = document.roles.length === 0 || document.roles.includes(person.jobRole);
    if (!isFor || !chance.happens(ASSUMED_READERS)) continue;
    const since = Math.max(startOfDay(latest(document)?.from ?? FIRST_DAY).getTime(), person.joinedAt.getTime());
    const acknowledgedAt = new Date(since + chance.whole(1, 30 * 24) * 3_600_000);
    const input = { policyVersionId: versionId, personId: idOf(plan.personIds, person.key), acknowledgedAt };
    const isQuiz = chance.happens(0.3);
    const how = isQuiz ? { method: 'QUIZ', quizScore: chance.whole(60, 100) } : { method: 'READ' };
    await inFlight.begin(() => oncePeopleAreKnown(voices.author, { ...input, ...how }));
  }
  await inFlight.settled();
}

/** People reach the policy service by the workforce's feed, a moment after they joined. */
async function oncePeopleAreKnown(client: GraphClient, input: object): Promise<void> {
  const done = ['PolicyVersionAcknowledged', 'AlreadyAcknowledged'];
  for (let waited = 0; waited < 30_000; waited += 250) {
    const expected = [...done, 'NotFound'];
    const { __typename } = await change(client, { verb: 'acknowledgePolicyVersion', input, expected });
    if (done.includes(__typename)) return;
    await pause(250);
  }
  throw new GraphFailed({
    code: 'DEMO_REFUSED',
    message: 'The policy service does not hear of the people who joined.',
  });
}

async function grant(voices: Voices, source: string, { anchor, ...grant }: DemoGrant, policyId: string): Promise<void> {
  const pounds = (amount: number | undefined) =>
    amount === undefined ? undefined : { amount: String(amount), currency: 'GBP' };
  const input = {
    idempotencyKey: `${source}/authority/${grant.role}/${grant.decisionType}`,
    holder: { role: grant.role },
    decisionType: grant.decisionType,
    perCase: pounds(grant.perCase),
    perDay: pounds(grant.perDay),
    perOrder: pounds(grant.perOrder),
    clause: anchor === undefined ? undefined : { policyId, anchor },
    timeZone: TIME_ZONE,
  };
  await change(voices.author, { verb: 'grantAuthority', input, expected: ['AuthorityGranted'] });
}

/** Brings the demo's documents into the graph, with who has acknowledged them and the authority that rests on them. */
export async function sendDocuments(voices: Voices, plan: DocumentPlan): Promise<void> {
  const policyIds = new Map<string, string>();
  for (const document of DOCUMENTS) {
    const [policyId, versionId] = await sendDocument(voices, plan, document);
    policyIds.set(document.key, policyId);
    await acknowledge(voices, plan, { document, versionId });
  }
  for (const each of GRANTS) await grant(voices, plan.source, each, idOf(policyIds, 'refund-authority'));
}
