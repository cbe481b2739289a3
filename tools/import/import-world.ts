import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freeStackPort } from '../start/ports.ts';
import { startStack } from '../start/stack.ts';

/** How a process ended. */
export interface Ended {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** What an import said. */
export interface Told {
  readonly told: Record<string, unknown>;
  readonly errors: string;
}

/** Starts a tool of this repository as a process of its own. */
function beginTool(script: string, words: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...words]);
  let output = '';
  let errors = '';
  child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (errors += piece.toString()));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, output, errors })));
  return { child, ended };
}

/** A whole stack of its own for specs of imports and exports, with a folder for their files. */
export async function startImportWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'import-world-'));
  const stack = await startStack({
    ...{ dataDir: join(folder, 'data'), port: await freeStackPort(), demo: false, durable: false },
  });
  const begin = (script: string, words: readonly string[]) =>
    beginTool(script, [...words, '--port', String(stack.ports.gateway)]);
  return {
    folder,
    stack,
    begin,
    exporting: (...words: string[]) => begin('../export/main.ts', words).ended,
    async importing(...words: string[]): Promise<Told> {
      const { output, errors, code } = await begin('./main.ts', words).ended;
      if (code !== 0) throw new Error(errors);
      return { told: JSON.parse(output) as Record<string, unknown>, errors };
    },
    write(name: string, text: string): string {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    async ask<T>(query: string): Promise<T> {
      const response = await fetch(stack.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await stack.tokenFor('admin')}` },
        body: JSON.stringify({ query }),
      });
      const { data, errors } = (await response.json()) as { data: T; errors?: object };
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    async stop() {
      await stack.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What {@link startImportWorld} starts. */
export type ImportWorld = Awaited<ReturnType<typeof startImportWorld>>;
