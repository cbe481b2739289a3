import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readlink, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
/** What is made by running things, and what no command of the copy needs. */
const LEFT_OUT = new Set(['node_modules', 'dist', '.nx', '.git', '.courtesy', 'coverage']);

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  /** What it wrote, to stdout and stderr. */
  readonly output: string;
}

/** A copy of this repository in which commands can do as they like. */
export interface TemporaryWorkspace {
  readonly root: string;
  /** Runs `node` in a folder of the copy, to its end. */
  node(args: readonly string[], folder?: string): Promise<Ended>;
  /** Runs Nx in the copy. */
  nx(...args: readonly string[]): Promise<Ended>;
  remove(): Promise<void>;
}

/** Borrows what is installed; our own packages are those of the copy. */
async function borrowPackages(copy: string): Promise<void> {
  const installed = join(root, 'node_modules');
  const own = join(copy, 'node_modules', '@courtesy');
  await mkdir(own, { recursive: true });
  const others = (await readdir(installed)).filter((name) => name !== '@courtesy' && name !== '.cache');
  await Promise.all(others.map((name) => symlink(join(installed, name), join(copy, 'node_modules', name))));
  for (const name of await readdir(join(installed, '@courtesy')))
    await symlink(await readlink(join(installed, '@courtesy', name)), join(own, name));
}

/** The environment without what the run of this very spec says of itself. */
function environment(copy: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(NX_|JEST_|COURTESY_TEST_|NODE_OPTIONS$)/.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: `${join(copy, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
    NX_DAEMON: 'false',
    NX_ISOLATE_PLUGINS: 'false',
    NODE_NO_WARNINGS: '1',
    NO_COLOR: '1',
  };
}

function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const pieces: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    child.stderr.on('data', (piece: Buffer) => pieces.push(piece));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: Buffer.concat(pieces).toString() }));
  });
}

/** Copies this repository as it stands on the disk, with the packages that are installed here. */
export async function copyWorkspace(): Promise<TemporaryWorkspace> {
  const copy = await realpath(await mkdtemp(join(tmpdir(), 'courtesy-generators-')));
  for (const name of await readdir(root)) {
    if (LEFT_OUT.has(name)) continue;
    await cp(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => !LEFT_OUT.has(basename(path)) || relative(root, path) === '',
    });
  }
  await borrowPackages(copy);
  const env = environment(copy);
  return {
    root: copy,
    node: (args, folder = '.') => run(args, join(copy, folder), env),
    nx: (...args) => run([join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js'), ...args], copy, env),
    remove: () => rm(copy, { recursive: true, force: true }),
  };
}
