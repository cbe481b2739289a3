/**
 * Compares the SDL of every subgraph with the one at a git ref and refuses breaking changes:
 * `node tools/schema-check/main.ts [--ref main]`. What is named in decided.ts is told and let through. A subgraph that is new since then breaks nobody; one that is gone breaks everybody.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { subgraphNames } from '../compose/subgraphs.ts';
import { breakages } from './breaking.ts';
import { decisionOn } from './decided.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const git = (...args: string[]) =>
  execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });

/** The `typeDefs` of a generated sdl.ts, given as text. */
async function typeDefsIn(source: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'schema-check-'));
  try {
    const file = join(folder, 'sdl.mts');
    writeFileSync(file, source);
    const { typeDefs } = (await import(pathToFileURL(file).href)) as { typeDefs: string };
    return typeDefs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Names of the subgraphs at a ref. */
function publishedNames(ref: string): string[] {
  const files = git('ls-tree', '-r', '--name-only', ref, 'apps').split('\n');
  return files.flatMap((file) => /^apps\/([^/]+)\/src\/sdl\.ts$/.exec(file)?.[1] ?? []);
}

async function check(ref: string): Promise<number> {
  const present = subgraphNames(root);
  let broken = 0;
  for (const name of publishedNames(ref)) {
    const file = join('apps', name, 'src', 'sdl.ts');
    if (!present.includes(name)) {
      broken += 1;
      console.error(
        `what:  the subgraph ${name} is gone\n  where: ${file}\n  how:   deprecate its fields first and remove it once nobody uses them\n`,
      );
      continue;
    }
    const published = await typeDefsIn(git('show', `${ref}:${file}`));
    const next = await typeDefsIn(readFileSync(join(root, file), 'utf8'));
    for (const breakage of breakages(published, next)) {
      const { kind, description } = breakage;
      const adr = decisionOn(name, breakage);
      if (adr) {
        console.log(`decided in docs/adr/${adr}: ${description} (${name})`);
        continue;
      }
      broken += 1;
      console.error(
        `what:  ${description} (${kind})\n  where: the subgraph ${name}\n  how:   add beside it, mark the old one @deprecated, remove it in a later release\n`,
      );
    }
  }
  console.log(broken === 0 ? `nothing breaks since ${ref}` : `${broken} breaking change(s) since ${ref}`);
  return broken === 0 ? 0 : 1;
}

const { values } = parseArgs({ options: { ref: { type: 'string', default: 'HEAD' } }, strict: true });
check(values.ref).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    const stderr = (error as { stderr?: string }).stderr;
    console.error(stderr ? `git cannot show ${values.ref}: ${stderr.trim()}` : error);
    process.exitCode = 1;
  },
);
