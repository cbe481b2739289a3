import type * as Jest from '@jest/globals';

/**
 * What specs import as `@jest/globals`. Specs run in bare Node.js (`jest-light-runner`), where every file of a project shares what was
 * loaded before it; that runner waits for a test for ever, so the limit of a test is kept here.
 */
type Globals = Pick<
  typeof Jest,
  'afterAll' | 'afterEach' | 'beforeAll' | 'beforeEach' | 'describe' | 'expect' | 'it' | 'jest'
>;
type Work = (...args: unknown[]) => unknown;
type Declare = (name: string, work: Work, limitMs?: number) => void;
type Hook = (work: Work, limitMs?: number) => void;

const given = globalThis as unknown as Globals;

/** For a test or a hook that says nothing else: whole stacks start and stop in some, on machines busy with other specs. */
const LIMIT_MS = 240_000;

/** The same work, which fails when it has not ended after so long. It takes no arguments as far as a runner can see, so none waits for a callback. */
const limited =
  (work: Work, limitMs = LIMIT_MS): Work =>
  async (...args) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`This had not ended after ${limitMs} ms.`)), limitMs);
    });
    try {
      return await Promise.race([work(...args), late]);
    } finally {
      clearTimeout(timer);
    }
  };

const declaring =
  (declare: Declare): Declare =>
  (name, work, limitMs) =>
    declare(name, limited(work, limitMs));

const hooking = (hook: unknown) =>
  ((work: Work, limitMs?: number) => (hook as Hook)(limited(work, limitMs))) as Globals['beforeAll'];

type Table = (...table: unknown[]) => Declare;

const eachOf =
  (each: Table): Table =>
  (...table) =>
    declaring(each(...table));

const bare = given as unknown as { it: Declare & Record<'skip' | 'only', Declare> & { each: Table } };

/** A test, which fails when it has not ended in time. */
export const it = Object.assign(declaring(bare.it), bare.it, {
  each: eachOf(bare.it.each),
}) as unknown as Globals['it'];
/** What is done before the tests of a file or group. */
export const beforeAll: Globals['beforeAll'] = hooking(given.beforeAll);
/** What is done before each test. */
export const beforeEach: Globals['beforeEach'] = hooking(given.beforeEach);
/** What is done after the tests of a file or group. */
export const afterAll: Globals['afterAll'] = hooking(given.afterAll);
/** What is done after each test. */
export const afterEach: Globals['afterEach'] = hooking(given.afterEach);
/** A group of tests. */
export const describe: Globals['describe'] = given.describe;
/** What should be so. */
export const expect: Globals['expect'] = given.expect;
/** Jest's spies. */
export const jest: Globals['jest'] = given.jest;
