import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { insertRows } from '@courtesy/persistence';
import { caller } from '@courtesy/subgraph/spec-service';
import { ask, byKey, figures, startWorld, type World } from '../../test/metrics-world.ts';
import type { SurveyInvitation } from './invitation.ts';
import type { SurveyProgramme } from './programme.ts';
import type { SurveyResponse, SurveyResponseVersion } from './response.ts';
import {
  surveyInvitationTable,
  surveyProgrammeTable,
  surveyResponseTable,
  surveyResponseVersionTable,
} from './survey.table.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.reset());
afterAll(() => world?.close());

const AT = new Date('2026-02-10T12:00:00.000Z');
const period = { from: '2026-02-01', to: '2026-03-01' };
const manager = caller('MANAGER', { reach: 'ALL' });

/** One customer who was asked. */
interface Told {
  readonly kind?: 'CSAT' | 'NPS' | 'CES';
  readonly score?: number;
  /** What they said instead, on the day after. */
  readonly corrected?: number;
  readonly suppressed?: 'OPEN_COMPLAINT' | 'ASKED_RECENTLY';
  readonly channel?: string;
  readonly tier?: string;
  readonly personId?: string;
}

const NEXT = new Date('2026-02-11T12:00:00.000Z');

function rowsOf(told: Told, i: number) {
  const { kind = 'NPS', score, corrected, suppressed, channel = 'PHONE', tier = null, personId = 'pers_1' } = told;
  const place = { siteId: 'site_1', teamId: 'team_1', personId, channel };
  const about = {
    happenedAt: AT,
    answeredAt: null,
    caseId: null,
    interactionId: null,
    customerId: `cust_${i}`,
    ...place,
  };
  const of = { programmeId: `srvp_${kind}`, versionNumber: 1, kind, tier };
  const state = suppressed ? 'SUPPRESSED' : score === undefined ? 'SENT' : 'ANSWERED';
  const invitation: SurveyInvitation = {
    ...{ id: `srvi_${i}`, ...of, ...about, occasionKey: String(i), state, suppressedBecause: suppressed ?? null },
    ...{ plannedAt: AT, askedAt: suppressed ? null : AT, expiresAt: null, endedAt: state === 'SENT' ? null : AT },
    ...{ nextAt: null, ticketHash: null, version: 1 },
  };
  if (score === undefined) return { invitation, response: [], versions: [] };
  const response: SurveyResponse = {
    ...{ id: `srvr_${i}`, invitationId: invitation.id, ...of, ...about, score: corrected ?? score, words: null },
    ...{ givenAt: AT, correctedAt: null, correctableUntil: null, followUpAt: null, version: 1 },
  };
  const said = [score, ...(corrected === undefined ? [] : [corrected])];
  const versions = said.map((each, n): SurveyResponseVersion => ({
    ...{ id: `srvv_${i}_${n}`, responseId: response.id, number: n + 1, score: each, words: null },
    saidAt: n === 0 ? AT : NEXT,
  }));
  return { invitation, response: [response], versions };
}

async function given(all: readonly Told[]): Promise<void> {
  const { manager: db } = world.service.database;
  const kinds = ['CSAT', 'NPS', 'CES'] as const;
  const programmes = kinds.map((kind): SurveyProgramme => ({
    ...{ id: `srvp_${kind}`, name: kind, kind, siteId: null, versionNumber: 1, startedAt: AT, startedById: null },
    ...{ endedAt: null, version: 1 },
  }));
  const rows = all.map(rowsOf);
  await insertRows(db, surveyProgrammeTable, programmes);
  await insertRows(
    db,
    surveyInvitationTable,
    rows.map(({ invitation }) => invitation),
  );
  await insertRows(
    db,
    surveyResponseTable,
    rows.flatMap(({ response }) => response),
  );
  await insertRows(
    db,
    surveyResponseVersionTable,
    rows.flatMap(({ versions }) => versions),
  );
}

describe('the figures of surveys', () => {
  it('are an NPS of +16.67 for 0, 6, 7, 9, 10 and 10: 3 promoters and 2 detractors of 6; who did not answer is in no score', async () => {
    await given([...[0, 6, 7, 9, 10, 10].map((score) => ({ score })), {}, {}, { suppressed: 'ASKED_RECENTLY' }]);
    const nps = await figures(world, { key: 'surveys.nps', period }, manager);
    expect(nps.total).toBeCloseTo(16.6667, 3);
    expect(nps.totalDenominator).toBe(6);
    expect(await figures(world, { key: 'surveys.invited', period }, manager)).toMatchObject({ total: 8 });
    expect(await figures(world, { key: 'surveys.response_rate', period }, manager)).toMatchObject({
      ...{ total: 0.75, totalNumerator: 6, totalDenominator: 8 },
    });
    const why = { key: 'surveys.suppressed_share', period, by: 'OUTCOME' };
    const { total, rows } = await figures(world, why, manager);
    expect(total).toBeCloseTo(1 / 9, 5);
    expect(rows.map(({ key, numerator }) => [key, numerator])).toEqual([
      ['ASKED_RECENTLY', 1],
      ['UNATTRIBUTED', 0],
    ]);
  });

  it('have no value where nobody said anything, rather than the worst or the best', async () => {
    await given([{}, { kind: 'CSAT' }, { kind: 'CES' }]);
    for (const key of ['surveys.nps', 'surveys.csat', 'surveys.ces'])
      expect(await figures(world, { key, period }, manager)).toMatchObject({ total: null });
  });

  it('count the two highest of five as content, and the mean of the effort, of each kind alone', async () => {
    const csat = [1, 3, 4, 5].map((score) => ({ kind: 'CSAT' as const, score }));
    await given([...csat, { kind: 'CES', score: 7 }, { kind: 'CES', score: 2 }, { kind: 'NPS', score: 5 }]);
    expect(await figures(world, { key: 'surveys.csat', period }, manager)).toMatchObject({
      total: 0.5,
      totalDenominator: 4,
    });
    expect(await figures(world, { key: 'surveys.ces', period }, manager)).toMatchObject({
      total: 4.5,
      totalDenominator: 2,
    });
    expect(await figures(world, { key: 'surveys.responses', period }, manager)).toMatchObject({ total: 7 });
  });

  it('go by the score as it stands, and as it stood on a day asked for', async () => {
    await given([{ score: 10, corrected: 0 }]);
    const asOf = async (instant: string | null) => {
      const query = `query ($asOf: DateTime) { metric(key: "surveys.nps", period: { from: "2026-02-01", to: "2026-03-01" }, asOf: $asOf) { total } }`;
      const { metric } = await ask<{ metric: { total: number | null } }>(world, query, { asOf: instant }, manager);
      return metric.total;
    };
    expect(await asOf(null)).toBe(-100);
    expect(await asOf('2026-02-11T00:00:00.000Z')).toBe(100);
    expect(await asOf('2026-02-10T00:00:00.000Z')).toBe(null);
  });

  it('drill to the responses behind them, with all that these say', async () => {
    await given([{ score: 3 }, { score: 9, personId: 'pers_2' }, {}]);
    const query = `{ drill(key: "surveys.nps", period: { from: "2026-02-01", to: "2026-03-01" }, by: AGENT, row: { key: "pers_2" }) {
      totalCount nodes { value agent { id } record { __typename ... on SurveyResponse { id score } } } } }`;
    expect(await ask(world, query, {}, manager)).toEqual({
      drill: {
        totalCount: 1,
        nodes: [
          {
            ...{ value: 100, agent: { id: 'pers_2' } },
            record: { __typename: 'SurveyResponse', id: 'srvr_1', score: 9 },
          },
        ],
      },
    });
  });

  it('tell agents of themselves alone, and an analyst of no fewer than five people', async () => {
    await given([{ score: 0 }, { score: 10, personId: 'pers_2' }]);
    const agent = caller('AGENT', { personId: 'pers_2', teamId: 'team_1' });
    expect(await figures(world, { key: 'surveys.nps', period }, agent)).toMatchObject({ total: 100 });
    expect(await figures(world, { key: 'surveys.nps', period })).toMatchObject({ total: null });
    const ofPeople = byKey(await figures(world, { key: 'surveys.nps', period, by: 'AGENT' }, manager));
    expect(ofPeople).toEqual({ pers_1: -100, pers_2: 100 });
  });

  it('say whom the answers do not stand for', async () => {
    const many = (count: number, told: Told) => Array.from({ length: count }, () => told);
    await given([
      ...many(40, { channel: 'EMAIL', tier: 'GOLD', score: 9 }),
      ...many(10, { channel: 'EMAIL', tier: 'GOLD' }),
      ...many(10, { channel: 'PHONE', score: 2 }),
      ...many(40, { channel: 'PHONE' }),
    ]);
    const query = `query ($by: MetricDimension!) { surveyProgramme(id: "srvp_NPS") { representation(period: { from: "2026-02-01", to: "2026-03-01" }, by: $by) {
      invited answered note groups { key label invited answered shareOfInvited shareOfAnswered } } } }`;
    type Answer = { readonly surveyProgramme: { readonly representation: { readonly groups: readonly object[] } } };
    const by = async (dimension: string) =>
      (await ask<Answer>(world, query, { by: dimension }, manager)).surveyProgramme.representation;
    expect(await by('CHANNEL')).toEqual({
      ...{ invited: 100, answered: 50 },
      groups: [
        { key: 'EMAIL', label: 'Email', invited: 50, answered: 40, shareOfInvited: 0.5, shareOfAnswered: 0.8 },
        { key: 'PHONE', label: 'Phone', invited: 50, answered: 10, shareOfInvited: 0.5, shareOfAnswered: 0.2 },
      ],
      note: '50 of 100 who were asked answered (50 %). Email is heard more than it was asked: 50 % of the invitations, 80 % of the answers. Phone is heard less than it was asked: 50 % of the invitations, 20 % of the answers.',
    });
    expect((await by('TIER')).groups).toMatchObject([{ key: 'GOLD', answered: 40 }, { key: 'UNATTRIBUTED' }]);
  });
});
