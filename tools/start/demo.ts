import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataDirectory } from './data-directory.ts';
import type { LoginRole } from './identities.ts';
import type { Ports } from './ports.ts';
import { ended, lastLine } from './service-process.ts';

const generator = fileURLToPath(new URL('../demo/main.ts', import.meta.url));

/** The stack to load the demo data into. */
export interface DemoTarget {
  readonly data: DataDirectory;
  readonly ports: Ports;
  readonly onLine: (line: string) => void;
  tokenFor(role: LoginRole): Promise<string>;
}

/**
 * Loads the demo data through the graph, once per data directory. A failure is told in one line and leaves the stack running:
 * the next start tries again.
 *
 * The generator finds the token of an admin in `COURTESY_TOKEN`, of a manager, who approves, in `COURTESY_APPROVER_TOKEN`, and in `COURTESY_DATA` the directory to write `demo-logins.json` to.
 */
export async function loadDemo({ data, ports, onLine, tokenFor }: DemoTarget): Promise<void> {
  if (existsSync(data.demoDone) || !existsSync(generator)) return;
  onLine('Loading the demo data …');
  const log = join(data.logs, 'demo.log');
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, [generator, '--url', `http://127.0.0.1:${ports.gateway}/graphql`], {
    env: {
      ...process.env,
      COURTESY_TOKEN: await tokenFor('admin'),
      COURTESY_APPROVER_TOKEN: await tokenFor('manager'),
      COURTESY_DATA: data.root,
      NODE_COMPILE_CACHE: data.compileCache,
    },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const how = await ended(child);
  if (how === 'exit code 0') writeFileSync(data.demoDone, '');
  else onLine(`The demo data could not be loaded (${how}): ${lastLine(log)} Its log: ${log}`);
}
