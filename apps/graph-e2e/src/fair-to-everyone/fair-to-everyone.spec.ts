import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraph, type GraphWorld } from '../../test/graph-world.ts';
import { givenCustomers, givenPastCases } from '../../test/history.ts';
import { approvePolicy, givenManagers, type Managers } from '../../test/policies.ts';
import { givenPlace, type Place } from '../../test/stories.ts';
import { aKey, as, asked, factsOf, must } from '../../test/verbs.ts';

let world: GraphWorld;
let managers: Managers;
const places: Record<string, Place> = {};
const secret = 'Cannot read small letters since a stroke';

/** Cases of a site: so many of vulnerable customers and of others, and how many of each were given relief. */
interface Planted {
  readonly vulnerable: readonly [count: number, relieved: number];
  readonly others: readonly [count: number, relieved: number];
}
const north: Planted = { vulnerable: [24, 6], others: [60, 45] };
const south: Planted = { vulnerable: [16, 12], others: [60, 45] };
const west: Planted = { vulnerable: [4, 0], others: [40, 30] };

/** Opens and answers them in January. Returns the ids of the others' cases. */
async function given(name: string, { vulnerable, others }: Planted): Promise<string[]> {
  const place = (places[name] = await givenPlace(world, name));
  const customers = await givenCustomers(world, name, vulnerable[0] + others[0]);
  const lead = as('lead', place.personId);
  const RECORDED = ['recordVulnerability', 'VulnerabilityRecorded', 'vulnerability { id }'] as const;
  for (const customerId of customers.slice(0, vulnerable[0]))
    await must(world, lead, RECORDED, {
      ...{ customerId, driver: 'HEALTH', need: secret, adjustments: ['LARGE_PRINT'], disclosedBy: 'CUSTOMER' },
      ...{ basis: 'EXPLICIT_CONSENT', reviewBy: '2026-09-01T00:00:00Z', idempotencyKey: aKey() },
    });
  const outcomeOf = (i: number) => {
    const isRelieved = i < vulnerable[0] ? i < vulnerable[1] : i - vulnerable[0] < others[1];
    return isRelieved ? 'MONETARY_RELIEF' : 'EXPLANATION';
  };
  const past = customers.map((customerId, i) => ({
    ...{ customerId, openedAt: '2026-01-05T09:00:00Z' },
    history: { resolvedAt: '2026-01-08T09:00:00Z', outcome: outcomeOf(i), respondedInTime: true },
  }));
  return (await givenPastCases(world, place, past)).slice(vulnerable[0]);
}

/** The shop's refund rules decide on a case, on the same facts each time. */
async function decideOn(caseIds: readonly string[], decisionTableId: string): Promise<void> {
  const facts = factsOf({
    ...{ channel: 'IN_STORE', daysInRepair: 0, daysHeld: 12, proof: 'RECEIPT', condition: 'UNOPENED' },
    ...{ faulty: false, category: 'GENERAL', repairFailed: false },
  });
  for (const caseId of caseIds)
    await must(world, managers.author, ['decide', 'DecisionMade', 'decision { id }'], {
      ...{ idempotencyKey: aKey(), decisionTableId, facts, caseId },
    });
}

async function refundTable(): Promise<string> {
  const INSTALLED = [
    'installRulePack',
    'RulePackInstalled',
    'installation { policyVersion { id } decisionTables { id name } decisionTableVersions { id } }',
  ] as const;
  const { author, approver } = managers;
  const pack = { idempotencyKey: aKey(), pack: 'retail', ownerId: author.personId };
  const { installation } = await must<{
    installation: {
      readonly policyVersion: { readonly id: string };
      readonly decisionTables: readonly { readonly id: string; readonly name: string }[];
      readonly decisionTableVersions: readonly { readonly id: string }[];
    };
  }>(world, author, INSTALLED, pack);
  await approvePolicy(world, managers, installation.policyVersion.id);
  const APPROVED = ['approveDecisionTableVersion', 'DecisionTableVersionApproved', '__typename'] as const;
  for (const { id } of installation.decisionTableVersions)
    await must(world, approver, APPROVED, { decisionTableVersionId: id });
  return installation.decisionTables.find(({ name }) => name === 'Refund')?.id ?? '';
}

let likeCases: { readonly granted: string[]; readonly refused: string[] };
beforeAll(async () => {
  world = await startGraph({ now: () => new Date('2026-03-02T10:00:00.000Z') });
  const northern = await given('North', north);
  const southern = await given('South', south);
  await given('West', west);
  managers = await givenManagers(world, places['North']!);
  // The same matter: the south pays fourteen times, the north refuses it as often.
  likeCases = { granted: southern.slice(0, 14), refused: northern.slice(-14) };
  const table = await refundTable();
  await decideOn([...likeCases.granted, ...likeCases.refused], table);
  await world.quiet();
});
afterAll(() => world?.close());

const period = { from: '2026-01-01', to: '2026-04-01' };
const FAIR = `query ($period: MetricPeriod!) { fairness(period: $period) { falseAlarmRate tested
  measures { aspect key cells { cohort site { name } share denominator isHidden } }
  findings { aspect key cohort site { name } difference chance } }
  decisionConsistency(period: $period, by: SITE, pairs: 5) { comparable consistent findings { site { name } difference }
    sample { alike alikeGranted granted { decision { id outcome case { id } } site { name } } refused { decision { case { id } } site { name } } } } }`;
interface Cell {
  readonly cohort: string;
  readonly site: { readonly name: string } | null;
  readonly denominator: number | null;
  readonly isHidden: boolean;
}
interface Fair {
  readonly fairness: {
    readonly measures: readonly { readonly key: string; readonly cells: readonly Cell[] }[];
    readonly findings: readonly object[];
  };
  readonly decisionConsistency: {
    readonly sample: readonly {
      readonly granted: { readonly decision: { readonly case: { readonly id: string } } };
      readonly refused: { readonly decision: { readonly case: { readonly id: string } } };
    }[];
  };
}

describe('fair to everyone (row 59)', () => {
  it('finds the one site that is unfair to vulnerable customers, and no other', async () => {
    const { fairness } = await asked<Fair>(world, managers.author, FAIR, { period });
    expect(fairness).toMatchObject({ falseAlarmRate: 0.05 });
    expect(fairness.findings.filter((finding) => JSON.stringify(finding).includes('"VULNERABLE"'))).toEqual([
      {
        ...{ aspect: 'OUTCOME', key: 'cases.relief_share', cohort: 'VULNERABLE', site: { name: 'North site' } },
        ...{ difference: -0.5, chance: expect.any(Number) },
      },
    ]);
  });

  it('withholds the four of the third site, and what they could be worked out from', async () => {
    const { fairness } = await asked<Fair>(world, managers.author, FAIR, { period });
    for (const { key, cells } of fairness.measures) {
      if (key.startsWith('complaints')) continue;
      for (const { denominator } of cells) if (denominator !== null) expect(denominator).toBeGreaterThanOrEqual(10);
      const hidden = cells.filter(({ isHidden }) => isHidden).map(({ cohort, site }) => [cohort, site?.name]);
      expect(hidden).toEqual([
        ['VULNERABLE', 'South site'],
        ['NOT_VULNERABLE', 'South site'],
        ['VULNERABLE', 'West site'],
        ['NOT_VULNERABLE', 'West site'],
      ]);
    }
  });

  it('never learns why anybody is vulnerable', async () => {
    const feed = JSON.stringify(
      await world.services['customers']!.running()!.database.manager.query('SELECT data FROM event_log'),
    );
    expect(feed).toContain('LARGE_PRINT');
    expect(feed).not.toMatch(/stroke|HEALTH/);
    const kept = await world.services['metrics']!.running()!.database.manager.query('SELECT * FROM customer_cohort');
    expect(JSON.stringify(kept)).not.toMatch(/stroke|HEALTH|LARGE_PRINT/);
  });

  it('shows like matters that ended unlike, by site, with pairs for somebody to look at', async () => {
    const { decisionConsistency } = await asked<Fair>(world, managers.author, FAIR, { period });
    expect(decisionConsistency).toMatchObject({
      ...{ comparable: 28, consistent: 0 },
      findings: [
        { site: { name: 'North site' }, difference: -1 },
        { site: { name: 'South site' }, difference: 1 },
      ],
      sample: [
        {
          alike: 28,
          alikeGranted: 14,
          granted: { site: { name: 'South site' } },
          refused: { site: { name: 'North site' } },
        },
      ],
    });
    const [pair] = decisionConsistency.sample;
    expect(likeCases.granted).toContain(pair!.granted.decision.case.id);
    expect(likeCases.refused).toContain(pair!.refused.decision.case.id);
  });

  it('is not shown to whoever serves', async () => {
    const { data } = await world.ask<Fair>(FAIR, { period }, as('agent', places['North']!.personId));
    expect(data.fairness).toBeNull();
  });
});
