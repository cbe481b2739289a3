import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'graphql';
import { accessDocument } from './access.ts';
import { composeGraph } from './compose.ts';
import { readSubgraphs, SubgraphProblem } from './subgraphs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Writes `text`, or with `check` only says whether it is there already. */
function settle(path: string, text: string, check: boolean): boolean {
  const file = join(root, path);
  const current = existsSync(file) ? readFileSync(file, 'utf8') : null;
  if (current === text) return true;
  if (check) {
    console.error(`${path} is out of date.\n  how:   run npm run compose and commit what it writes`);
    return false;
  }
  writeFileSync(file, text);
  console.log(`wrote ${path}`);
  return true;
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } }, strict: true });
  const subgraphs = await readSubgraphs(root);
  if (subgraphs.length === 0)
    throw new SubgraphProblem('there is no subgraph\n  where: apps/*/src/sdl.ts\n  how:   run npm run codegen');
  const composition = composeGraph(subgraphs);
  if ('problems' in composition) {
    for (const { what, where, how } of composition.problems)
      console.error(`what:  ${what}\n  where: ${where}\n  how:   ${how}\n`);
    console.error(`The graph was not composed: ${composition.problems.length} problem(s).`);
    return 1;
  }
  const settled = [
    settle('apps/gateway/supergraph.graphql', composition.supergraph, values.check),
    settle('docs/access.md', accessDocument(parse(composition.supergraph)), values.check),
  ];
  if (settled.includes(false)) return 1;
  console.log(`${subgraphs.map(({ name }) => name).join(', ')}: one graph`);
  return 0;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof SubgraphProblem ? `what:  ${error.message}` : error);
    process.exitCode = 1;
  },
);
