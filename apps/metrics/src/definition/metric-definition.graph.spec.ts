import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sources } from '../metric/fact-kinds.ts';
import { factKindOf, measures, type Measure } from '../metric/measure.ts';
import { ask, startWorld, type World } from '../../test/metrics-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface SeenDefinition {
  readonly id: string;
  readonly key: string;
  readonly version: number;
}

const list = async () => {
  const { metricDefinitions } = await ask<{ metricDefinitions: { totalCount: number; nodes: SeenDefinition[] } }>(
    world,
    `{ metricDefinitions(first: 100) { totalCount nodes { id key version name formula unit numerator denominator dimensions owner effectiveFrom } } }`,
  );
  return metricDefinitions;
};

describe('a metric definition', () => {
  it('stands in the catalogue for every metric that can be worked out, and for no other', async () => {
    const { totalCount, nodes } = await list();
    expect(nodes.map(({ key, version }) => `${key}@${version}`).sort()).toEqual(Object.keys(measures).sort());
    expect(totalCount).toBe(nodes.length);
  });

  it('names what one fact is, the rules by which facts count, and exactly what the facts can be broken down by', async () => {
    type Said = {
      nodes: { key: string; version: number; grain: string; inclusionRules: string[]; dimensions: string[] }[];
    };
    const { metricDefinitions } = await ask<{ metricDefinitions: Said }>(
      world,
      `{ metricDefinitions(first: 100) { nodes { key version grain inclusionRules dimensions } } }`,
    );
    for (const { key, version, dimensions, ...said } of metricDefinitions.nodes) {
      const measure = measures[`${key}@${version}`] as Measure;
      const source = sources[factKindOf(measure)];
      expect([key, ...dimensions.toSorted()]).toEqual([key, ...Object.keys(source.dimensions).sort()]);
      const rules = 'counted' in measure ? (measure.counted ?? []) : [];
      expect(said).toEqual({ grain: source.grain, inclusionRules: rules.map(({ words }) => words) });
    }
  });

  it('is listed page by page', async () => {
    const query = `query ($after: String) { metricDefinitions(first: 50, after: $after) { nodes { key } pageInfo { hasNextPage endCursor } } }`;
    type Page = {
      metricDefinitions: { nodes: SeenDefinition[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    const first = (await ask<Page>(world, query)).metricDefinitions;
    const second = (await ask<Page>(world, query, { after: first.pageInfo.endCursor })).metricDefinitions;
    expect([...first.nodes, ...second.nodes].map(({ key }) => key)).toEqual((await list()).nodes.map(({ key }) => key));
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  });

  it('is found by key, by key and version, and by its global id', async () => {
    const { nodes } = await list();
    const expected = nodes.find(({ key }) => key === 'cases.relief_share') as SeenDefinition;
    const { current, first, second } = await ask(
      world,
      `{ current: metricDefinition(key: "cases.relief_share") { id } first: metricDefinition(key: "cases.relief_share", version: 1) { id } second: metricDefinition(key: "cases.relief_share", version: 2) { id } }`,
    );
    expect([current, first, second]).toEqual([{ id: expected.id }, { id: expected.id }, null]);
    const { _entities } = await ask(
      world,
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on MetricDefinition { key version } } }`,
      { of: [{ __typename: 'MetricDefinition', id: expected.id }] },
    );
    expect(_entities).toEqual([{ key: 'cases.relief_share', version: 1 }]);
  });

  it('cannot be changed by the service, whatever it is told', async () => {
    await expect(
      world.service.database.manager.query(`UPDATE metric_definition SET formula = 'something else'`),
    ).rejects.toThrow(/permission denied/);
  });
});
