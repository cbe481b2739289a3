import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { run } from './command.ts';

const node = (script: string, timeout = 10_000, onLine?: (line: string) => void) =>
  run({
    words: [process.execPath, '-e', script],
    cwd: tmpdir(),
    env: process.env,
    timeout,
    ...(onLine ? { onLine } : {}),
  });

describe('running a command', () => {
  it('both streams are kept', async () => {
    const outcome = await node('console.log("out"); console.error("err")');
    expect(outcome.ok).toBe(true);
    expect(outcome.output).toContain('out\n');
    expect(outcome.output).toContain('err\n');
  });

  it('lines arrive whole', async () => {
    const lines: string[] = [];
    await node('process.stdout.write("a"); setTimeout(() => process.stdout.write("b\\nc\\n"), 50)', 10_000, (line) =>
      lines.push(line),
    );
    expect(lines).toEqual(['ab', 'c']);
  });

  it('an exit code other than 0 is a failure', async () => {
    expect((await node('process.exit(3)')).ok).toBe(false);
  });

  it('a program that does not exist is a failure, not an exception', async () => {
    const outcome = await run({ words: ['/nowhere/program'], cwd: tmpdir(), env: {}, timeout: 1000 });
    expect(outcome).toMatchObject({ ok: false, output: expect.stringContaining('ENOENT') });
  });

  it('a command that is told to end may first end what it started, and has failed all the same', async () => {
    const outcome = await node('process.on("SIGTERM", () => process.exit(0)); setTimeout(() => {}, 20000)', 500);
    expect(outcome).toMatchObject({ ok: false, output: expect.stringContaining('stopped after 0.5 s') });
  });

  it('a command that will not end is killed', async () => {
    const outcome = await node('process.on("SIGTERM", () => {}); setTimeout(() => {}, 20000)', 500);
    expect(outcome).toMatchObject({ ok: false, output: expect.stringContaining('stopped after 0.5 s') });
  }, 15_000);

  it('a command that takes too long ends together with what it started', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'courtesy-command-'));
    const pidFile = join(folder, 'pid');
    const outcome = await node(
      `const c = require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)'], { stdio: 'inherit' });
       require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(c.pid)); setTimeout(() => {}, 20000)`,
      1000,
    );
    expect(outcome).toMatchObject({ ok: false, output: expect.stringContaining('stopped after 1 s') });
    const grandchild = Number(readFileSync(pidFile, 'utf8'));
    await expect(ended(grandchild)).resolves.toBe(true);
    rmSync(folder, { recursive: true });
  });
});

/** True once no live process has this id: an orphan that nobody has reaped yet is a zombie, and counts as ended. */
async function ended(pid: number): Promise<boolean> {
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      process.kill(pid, 0);
      if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return true;
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
