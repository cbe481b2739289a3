import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyWorkspace, type Ended, type TemporaryWorkspace } from './temporary-workspace.ts';

const JEST = ['../../node_modules/jest/bin/jest.js', '--maxWorkers=1'];
const TOOLS_JEST = ['../node_modules/jest/bin/jest.js', '--maxWorkers=1'];
const CHANGED = ['apps/loyalty', 'apps/cases', 'libs/events', 'libs/subgraph/src/actor.ts', 'tools/services.ts'];
const LISTS = ['package-lock.json', 'docker-compose.yml', 'tsconfig.json', 'tools/tsconfig.json', 'tools/project.json'];

/** Longer than any of it takes on two cores that others use too. */
const LONG = 180_000;

let workspace: TemporaryWorkspace;
let subgraph: Ended;
let aggregate: Ended;
let checks: ReturnType<typeof startChecks>;

/** Starts all that is to be proved of what was written, two commands at a time: a test takes what it is about. */
function startChecks({ node, nx }: TemporaryWorkspace) {
  const types = node(['node_modules/typescript/bin/tsc', '-b', 'apps/loyalty', 'apps/cases']);
  const lint = nx('run-many', '-t', 'lint', '-p', 'loyalty,cases,events', '--parallel=1', '--skip-nx-cache');
  const build = types.then(() => nx('build', 'loyalty', '--skip-nx-cache'));
  const generated = build.then(() => node(['tools/codegen/main.ts', '--check', 'loyalty', 'cases']));
  const composed = generated.then(() => node(['tools/compose/main.ts', '--check']));
  const format = composed.then(() =>
    node(['node_modules/prettier/bin/prettier.cjs', '--check', ...CHANGED, ...LISTS.slice(1)]),
  );
  const specs = lint.then(() => node(JEST, 'apps/loyalty'));
  const specsBeside = specs.then(() => node([...JEST, 'gift-card'], 'apps/cases'));
  const deployed = specsBeside.then(() => node([...TOOLS_JEST, 'docker/compose', 'start/options'], 'tools'));
  return { types, lint, build, generated, composed, format, specs, specsBeside, deployed };
}

/** What went wrong, for the reader of a failed spec; empty when nothing did. */
const failure = ({ code, output }: Ended): string => (code === 0 ? '' : output);
const read = (path: string) => readFileSync(join(workspace.root, path), 'utf8');

beforeAll(async () => {
  workspace = await copyWorkspace();
  subgraph = await workspace.nx('g', '@courtesy/workspace:subgraph', 'loyalty', '--aggregate', 'membership');
  aggregate = await workspace.nx('g', '@courtesy/workspace:aggregate', 'gift-card', '--service', 'cases');
  checks = startChecks(workspace);
}, LONG);

afterAll(async () => {
  await Promise.all(Object.values(checks ?? {}));
  await workspace?.remove();
}, LONG);

describe('nx g @courtesy/workspace:subgraph and :aggregate', () => {
  it('write a subgraph with its first aggregate, and an aggregate into a subgraph that is there', () => {
    expect(failure(subgraph)).toBe('');
    expect(failure(aggregate)).toBe('');
    const roles = ['ts', 'spec.ts', 'graphql', 'resolvers.ts', 'commands.ts', 'table.ts', 'store.ts', 'graph.spec.ts'];
    for (const file of ['apps/loyalty/src/membership/membership', 'apps/cases/src/gift-card/gift-card'])
      for (const role of roles)
        expect([file, role, existsSync(join(workspace.root, `${file}.${role}`))]).toContain(true);
    expect(read('apps/cases/src/cases.ts')).toMatch(/migrations: \[\s*First\d+,[^\]]*AddGiftCards\d+,?\s*\]/);
  });

  it('write what every list of services and packages needs', () => {
    expect(read('tools/services.ts')).toMatch(/'metrics', 'loyalty'\]/);
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, object> };
    expect(lock.packages['apps/loyalty']).toEqual({ name: '@courtesy/loyalty', version: '0.1.0' });
    expect(lock.packages['node_modules/@courtesy/loyalty']).toEqual({ resolved: 'apps/loyalty', link: true });
    for (const list of LISTS) expect([list, read(list).includes('loyalty')]).toContain(true);
    expect(read('libs/subgraph/src/actor.ts')).toContain(`'loyalty:write'`);
  });

  it('write TypeScript without a type error', async () => expect(failure(await checks.types)).toBe(''), LONG);

  it('write what passes every lint rule', async () => expect(failure(await checks.lint)).toBe(''), LONG);

  it(
    'write a service that builds into a bundle of its own',
    async () => {
      expect(failure(await checks.build)).toBe('');
      expect(existsSync(join(workspace.root, 'dist/apps/loyalty/main.js'))).toBe(true);
    },
    LONG,
  );

  it(
    'leave generated types and the composed graph up to date, with the new types in it',
    async () => {
      expect(failure(await checks.generated)).toBe('');
      expect(failure(await checks.composed)).toBe('');
      expect(read('apps/gateway/supergraph.graphql')).toContain('type Membership implements Node');
      expect(read('docs/access.md')).toContain('GiftCard');
    },
    LONG,
  );

  it(
    'write files formatted as the house formats them',
    async () => {
      expect(failure(await checks.format)).toBe('');
    },
    LONG,
  );

  it(
    'write specs that pass on a real PostgreSQL, in the new service and beside older aggregates',
    async () => {
      expect(failure(await checks.specs)).toBe('');
      expect((await checks.specs).output).toMatch(/Test Suites: 2 passed, 2 total/);
      expect(failure(await checks.specsBeside)).toBe('');
      expect((await checks.specsBeside).output).toMatch(/Test Suites: 2 passed, 2 total/);
    },
    LONG,
  );

  it(
    'leave the ports, docker-compose.yml and init.sql as their own specs want them',
    async () => {
      expect(failure(await checks.deployed)).toBe('');
    },
    LONG,
  );

  it(
    'refuse a name that is taken, and write nothing',
    async () => {
      await Promise.all(Object.values(checks));
      const before = read('apps/cases/src/cases.ts');
      const again = await workspace.nx('g', '@courtesy/workspace:aggregate', 'gift-card', '--service', 'cases');
      expect([again.code, again.output]).toEqual([1, expect.stringMatching(/has a type GiftCard already/)]);
      const twice = await workspace.nx('g', '@courtesy/workspace:subgraph', 'loyalty');
      expect([twice.code, twice.output]).toEqual([1, expect.stringMatching(/apps\/loyalty exists already/)]);
      expect(read('apps/cases/src/cases.ts')).toBe(before);
    },
    LONG,
  );
});
