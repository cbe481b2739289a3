import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import { escapeOf, readCanaries } from './canary.ts';

const root = resolve(import.meta.dirname, '../..');

/** Plain eslint beside an empty Nx cache must refuse to run: it would skip the boundary rule and call that clean. */
function refusesToRunWithoutGraph(): string | null {
  const empty = mkdtempSync(join(tmpdir(), 'courtesy-no-graph-'));
  const run = spawnSync(process.execPath, ['node_modules/eslint/bin/eslint.js', 'eslint.config.mjs'], {
    cwd: root,
    env: { ...process.env, NX_WORKSPACE_DATA_DIRECTORY: empty },
    encoding: 'utf8',
    timeout: 60_000,
  });
  rmSync(empty, { recursive: true, force: true });
  const refused = run.status !== 0 && run.stderr.includes('lint through nx');
  return refused
    ? null
    : `plain eslint without a project graph: expected a refusal, got exit code ${String(run.status)}`;
}

const canaries = readCanaries(import.meta.dirname);
const eslint = new ESLint({ cwd: root });
const escapes = [refusesToRunWithoutGraph()];
for (const canary of canaries) escapes.push(await escapeOf(canary, eslint, root));
const found = escapes.filter((escape) => escape !== null);
for (const escape of found) console.error(`✗ ${escape}`);
console.log(`${escapes.length - found.length} of ${escapes.length} canaries fared as they say`);
process.exitCode = found.length === 0 ? 0 : 1;
