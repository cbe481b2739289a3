import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { it } from '@jest/globals';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = fileURLToPath(new URL('../../../../shared/data/cfpb/', import.meta.url));

/** Whether the public complaint files lie beside the checkout. In CI they must. */
export const complaintsAtHand = existsSync(folder);

/** A spec on the public complaints: skipped where they are not at hand, failed where CI should have them. */
export const itWithComplaints: (title: string, story: () => Promise<void>) => void =
  complaintsAtHand || process.env['CI'] === 'true' ? it : it.skip;

/** The path of one of the public files. */
export const complaintFile = (name: string): string => `${folder}${name}`;

/** What `npm run -s import` ended with. */
export interface Imported {
  readonly exitCode: number | null;
  /** The last line, parsed; null when there was none. */
  readonly counts: { read: number; imported: number; already: number; rejected: number } | null;
  readonly stderr: string;
}

/** Starts the import command as a process of its own. */
export function startImport(
  file: string,
  target: readonly string[],
  kind: 'complaints' | 'calls' = 'complaints',
): { child: ChildProcess; done: Promise<Imported> } {
  const child = spawn(process.execPath, ['tools/import/main.ts', kind, file, ...target], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const done = new Promise<Imported>((resolve) => {
    child.once('close', (exitCode) => {
      const last = stdout.trim().split('\n').at(-1) ?? '';
      resolve({ exitCode, counts: last.startsWith('{') ? (JSON.parse(last) as Imported['counts']) : null, stderr });
    });
  });
  return { child, done };
}
