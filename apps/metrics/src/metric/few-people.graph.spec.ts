import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller } from '@courtesy/subgraph/spec-service';
import { joined, reviewed } from '../../test/activity-events.ts';
import { announcedAt, ask, read, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const people = Array.from({ length: 8 }, (_, i) => `pers_${i}`);
  await read(world, 'workforce', [
    ...people.map((id, i) => joined(id, 'site_1', i < 2 ? 'team_small' : 'team_large')),
    ...people.map((id, i) => announcedAt('2026-01-05T00:00:00.000Z', reviewed(`qrev_${i}`, id, 5000 + 500 * i))),
  ]);
});
afterAll(() => world?.close());

const ROWS = `query ($by: MetricDimension, $where: MetricFilter) {
  metric(key: "quality.score.mean", period: { from: "2026-01-01", to: "2026-02-01" }, by: $by, where: $where) {
    total isHidden totalDenominator rows { key value denominator isHidden } }
  drill(key: "quality.score.mean", period: { from: "2026-01-01", to: "2026-02-01" }, where: $where) { totalCount }
  explainMetric(key: "quality.score.mean", period: { from: "2026-01-01", to: "2026-02-01" }, where: $where) { facts } }`;
interface Seen {
  readonly metric: { readonly total: number | null; readonly isHidden: boolean; readonly rows: readonly object[] };
  readonly drill: { readonly totalCount: number } | null;
  readonly explainMetric: { readonly facts: number | null };
}
const seenBy = (actor: ReturnType<typeof caller>, variables: object) => ask<Seen>(world, ROWS, { ...variables }, actor);

describe('a figure of how people work', () => {
  const hidden = { value: null, denominator: null, isHidden: true };

  it('tells whoever does not lead them nothing of fewer than five, nor what would let it be worked out', async () => {
    const analyst = caller('ANALYST');
    const byTeam = await seenBy(analyst, { by: 'TEAM' });
    expect(byTeam.metric).toMatchObject({ total: 67.5, isHidden: false });
    expect(byTeam.metric.rows).toEqual([
      { key: 'team_large', ...hidden },
      { key: 'team_small', ...hidden },
    ]);
    expect(byTeam.drill).toBeNull();
    const alone = await seenBy(analyst, { where: { agent: { eq: 'pers_1' } } });
    expect(alone.metric).toMatchObject({ total: null, totalDenominator: null, isHidden: true });
    expect(alone.explainMetric.facts).toBeNull();
    const large = await seenBy(analyst, { where: { team: { eq: 'team_large' } } });
    expect(large.metric).toMatchObject({ total: 72.5, isHidden: false });
  });

  it('tells whoever leads them all, and an agent their own alone', async () => {
    const lead = await seenBy(caller('LEAD', { teamId: 'team_small' }), { by: 'AGENT' });
    expect(lead.metric.rows).toEqual([
      { key: 'pers_0', value: 50, denominator: 1, isHidden: false },
      { key: 'pers_1', value: 55, denominator: 1, isHidden: false },
    ]);
    expect(lead.drill).toEqual({ totalCount: 2 });
    const agent = await seenBy(caller('AGENT', { teamId: 'team_small', personId: 'pers_1' }), { by: 'AGENT' });
    expect(agent.metric.rows).toEqual([{ key: 'pers_1', value: 55, denominator: 1, isHidden: false }]);
  });
});
