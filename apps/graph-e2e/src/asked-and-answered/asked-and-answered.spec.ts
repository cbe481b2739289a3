import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { until } from '../../test/refunds.ts';
import { givenPlace, type Place } from '../../test/stories.ts';
import { aKey, as, asked, must, run, type Who } from '../../test/verbs.ts';

/** What the customers of row 27 give; whoever comes after them says nothing. */
const SCORES = [0, 6, 7, 9, 10, 10];
const DAY_MS = 86_400_000;
const dayFrom = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const period = { from: dayFrom(-1), to: dayFrom(2) };

let world: GraphWorld;
let place: Place;
let agent: Who;
let manager: Who;
let programme: string;

interface Matter {
  readonly customerId: string;
  readonly caseId: string;
  readonly invitation: Invitation;
}

interface Invitation {
  readonly id: string;
  readonly state: string;
  readonly suppressedBecause: string | null;
  readonly person: { readonly id: string } | null;
}

async function registered(givenName: string): Promise<string> {
  const { customer } = await must<{ customer: { id: string } }>(
    world,
    manager,
    ['registerCustomer', 'CustomerRegistered', 'customer { id }'],
    { kind: 'PERSON', givenName },
  );
  return customer.id;
}

/** A case that Ada answers. */
async function answered(customerId: string): Promise<string> {
  const opened = await must<{ case: { id: string } }>(world, manager, ['openCase', 'CaseOpened', 'case { id }'], {
    ...{ type: 'ENQUIRY', channel: 'PHONE', subject: 'Where is it?', customerId, siteId: place.siteId },
    ...{ teamId: place.teamId, assigneeId: place.personId },
  });
  const caseId = opened.case.id;
  await must(world, agent, ['resolveCase', 'CaseResolved', '__typename'], { caseId, outcome: 'EXPLANATION' });
  return caseId;
}

/** Takes a case from Ada, which only one that is open again can be. */
async function taken(caseId: string): Promise<void> {
  await must(world, manager, ['reopenCase', 'CaseReopened', '__typename'], { caseId, reason: 'Another question' });
  await must(world, manager, ['assignCase', 'CaseAssigned', '__typename'], { caseId, assigneeId: null });
}

const INVITATIONS = `query ($id: ID!) { case(id: $id) { assignee { id }
  surveyInvitations { nodes { id state suppressedBecause person { id } } } } }`;

/** What the customer is asked of a case, once it is decided whether they are. */
async function invitationTo(caseId: string): Promise<Invitation> {
  let found: Invitation | undefined;
  type Seen = { case: { surveyInvitations: { nodes: Invitation[] } } };
  await until(async () => {
    const { case: seen } = await asked<Seen>(world, manager, INVITATIONS, { id: caseId });
    [found] = seen.surveyInvitations.nodes;
    return found !== undefined && found.state !== 'PLANNED';
  });
  if (!found) throw new Error(`Nobody is asked of ${caseId}`);
  return found;
}

async function matterOf(customerId: string): Promise<Matter> {
  const caseId = await answered(customerId);
  const invitation = await invitationTo(caseId);
  await taken(caseId);
  return { customerId, caseId, invitation };
}

/** Sends a score by the link of an invitation, as a customer does who is not signed in. */
async function answerByLink({ invitation }: Matter, score: number): Promise<number> {
  const { url } = await must<{ url: string }>(world, agent, ['drawSurveyLink', 'SurveyLinkDrawn', 'url'], {
    invitationId: invitation.id,
  });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ score: String(score), words: 'Between us' }).toString(),
  });
  return response.status;
}

const matters: Matter[] = [];

beforeAll(async () => {
  world = await startGraph();
  place = await givenPlace(world, 'Asked');
  manager = as('manager', place.personId);
  agent = { role: 'agent', reach: 'TEAM', personId: place.personId, teamId: place.teamId, siteId: place.siteId };
  const started = await must<{ programme: { id: string } }>(
    world,
    manager,
    ['startSurveyProgramme', 'SurveyProgrammeStarted', 'programme { id }'],
    {
      ...{ idempotencyKey: aKey(), name: 'After an answer', kind: 'NPS' },
      terms: {
        ...{ moment: 'CASE_RESOLVED', delay: 'PT0S', interval: 'P7D', followUpAtMost: 3, correctWithin: 'P1D' },
        ...{ question: 'How likely are you to recommend us?', wordsQuestion: 'Why?' },
      },
    },
  );
  programme = started.programme.id;
  for (const [i] of [...SCORES, 'silent'].entries()) matters.push(await matterOf(await registered(`Customer ${i}`)));
}, 120_000);
afterAll(() => world?.close());

const METRIC = `query ($key: String!, $period: MetricPeriod!, $by: MetricDimension) {
  metric(key: $key, period: $period, by: $by) { total totalNumerator totalDenominator rows { key label value denominator } } }`;
interface Figure {
  readonly total: number | null;
  readonly totalNumerator: number | null;
  readonly totalDenominator: number | null;
  readonly rows: readonly object[];
}
const figure = async (key: string, by: string | null = null): Promise<Figure> =>
  (await asked<{ metric: Figure }>(world, manager, METRIC, { key, period, by })).metric;

describe('six customers who say how likely they are to recommend us, and one who says nothing', () => {
  it('are asked by a link that needs no token, of what Ada did, though she has none of their cases any more', async () => {
    const statuses: number[] = [];
    for (const [i, score] of SCORES.entries()) statuses.push(await answerByLink(matters[i] as Matter, score));
    expect(statuses).toEqual(SCORES.map(() => 201));
    for (const { caseId, invitation } of matters) {
      expect(invitation).toMatchObject({ state: 'SENT', person: { id: place.personId } });
      const seen = await asked<{ case: object }>(world, manager, INVITATIONS, { id: caseId });
      expect(seen.case).toMatchObject({ assignee: null });
    }
  });

  it('come to an NPS of +16.67, all of it credited to Ada, and no answer is no score', async () => {
    const { total, totalDenominator, rows } = await figure('surveys.nps', 'AGENT');
    expect(total?.toFixed(2)).toBe('16.67');
    expect(totalDenominator).toBe(6);
    expect(rows).toEqual([
      { key: place.personId, label: 'Ada Asked', value: expect.closeTo(16.67, 2), denominator: 6 },
    ]);
    expect(await figure('surveys.response_rate')).toMatchObject({ totalNumerator: 6, totalDenominator: 7 });
  });

  it('are 3 promoters and 2 detractors, response by response', async () => {
    const query = `query ($period: MetricPeriod!) { drill(key: "surveys.nps", period: $period, first: 50) { totalCount
      nodes { value record { ... on SurveyResponse { score person { id } case { assignee { id } } } } } } }`;
    interface Fact {
      readonly value: number;
      readonly record: { readonly score: number; readonly person: object };
    }
    const { drill } = await asked<{ drill: { totalCount: number; nodes: Fact[] } }>(world, manager, query, { period });
    expect(drill.totalCount).toBe(6);
    expect(drill.nodes.map(({ record }) => record.score).toSorted((a, b) => a - b)).toEqual(SCORES);
    const values = drill.nodes.map(({ value }) => value);
    expect([values.filter((each) => each === 100).length, values.filter((each) => each === -100).length]).toEqual([
      3, 2,
    ]);
    for (const { record } of drill.nodes)
      expect(record).toMatchObject({ person: { id: place.personId }, case: { assignee: null } });
  });

  it('are not asked again within the interval: the second invitation is kept with the reason', async () => {
    const second = await matterOf(matters[0]?.customerId ?? '');
    expect(second.invitation).toMatchObject({ state: 'SUPPRESSED', suppressedBecause: 'ASKED_RECENTLY' });
    const draw = ['drawSurveyLink', '... on SurveyInvitationClosed { invitation { state } }'] as const;
    expect(await run(world, agent, draw, { invitationId: second.invitation.id })).toMatchObject({
      code: 'SURVEY_INVITATION_CLOSED',
    });
    expect(await figure('surveys.nps')).toMatchObject({ totalDenominator: 6 });
    expect(await figure('surveys.suppressed_share')).toMatchObject({ totalNumerator: 1, totalDenominator: 8 });
  });

  it('have a case opened for the one who gave 0, and for nobody else', async () => {
    const query = `query ($id: ID!) { surveyProgramme(id: $id) { invitations(first: 50) { nodes { customer { id }
      response { score followUpAt followUpCase { subject type priority customer { id } } } } } } }`;
    interface Answered {
      readonly customer: { readonly id: string };
      readonly response: {
        readonly score: number;
        readonly followUpAt: string | null;
        readonly followUpCase: object | null;
      } | null;
    }
    type Seen = { surveyProgramme: { invitations: { nodes: Answered[] } } };
    let followed: Answered[] = [];
    await until(async () => {
      const { surveyProgramme } = await asked<Seen>(world, manager, query, { id: programme });
      followed = surveyProgramme.invitations.nodes.filter(({ response }) => response?.followUpCase);
      return followed.length > 0;
    });
    await world.quiet();
    expect(followed.map(({ response }) => response)).toMatchObject([
      {
        score: 0,
        followUpCase: {
          ...{ subject: 'A customer gave 0 on a scale from 0 to 10 (NPS)', type: 'REQUEST', priority: 'HIGH' },
          customer: { id: matters[0]?.customerId },
        },
      },
    ]);
  });
});
