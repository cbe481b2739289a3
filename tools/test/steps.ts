import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run, type Outcome } from './command.ts';
import { belowFloor, type Floors, type Lock } from './floors.ts';

/** Top of the workspace. */
export const root = resolve(import.meta.dirname, '../..');

const MINUTE = 60_000;
const SEPARATOR = process.platform === 'win32' ? ';' : ':';

/** Environment of every command: this workspace's programs first, Nx without its daemon, cloud or screen, and plain text. */
export const environment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(SEPARATOR),
  NX_DAEMON: 'false',
  NX_ISOLATE_PLUGINS: 'false',
  NX_NO_CLOUD: 'true',
  // Sources run unbuilt: what one process has stripped and compiled is there for the next, such as a service that a story starts forty times.
  NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
  NX_TUI: 'false',
  NO_COLOR: '1',
  FORCE_COLOR: '0',
};

/** One thing that `npm test` proves besides the specs. */
export interface Step {
  readonly name: string;
  /** Does it and says how it went; never throws. */
  readonly prove: () => Promise<Outcome>;
}

function command(name: string, words: string, minutes: number): Step {
  const [program = '', ...rest] = words.split(' ');
  const prove = () => run({ words: [program, ...rest], cwd: root, env: environment, timeout: minutes * MINUTE });
  return { name, prove };
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(join(root, file), 'utf8')) as T;
}

const floors: Step = {
  name: 'locked versions at or above their floors',
  prove: () => {
    const problems = belowFloor(readJson<Lock>('package-lock.json'), readJson<Floors>('tools/test/floors.json'));
    return Promise.resolve({ ok: problems.length === 0, output: problems.join('\n') });
  },
};

/** What is proven before the specs run: two lanes that share two cores, each in order. */
export const lanes: readonly (readonly Step[])[] = [
  [
    command('lint', 'nx run-many -t lint --parallel=2 --output-style=static', 6),
    command('lint canaries caught', 'nx run tools:canaries --output-style=static', 3),
  ],
  [
    floors,
    command('generated types up to date', 'node tools/codegen/main.ts --check', 3),
    command('supergraph up to date', 'node tools/compose/main.ts --check', 3),
    command('format', 'prettier --check --log-level warn .', 3),
    command('typecheck', 'tsc -b', 6),
  ],
];
