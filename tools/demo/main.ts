import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { graphClient } from '../import/graph-client.ts';
import { GraphFailed } from '../import/graph-failure.ts';
import { stackTarget, type StackTarget } from '../import/stack-target.ts';
import type { DemoLogins } from '../start/identities.ts';
import { BadCommandLine, understood } from '../start/options.ts';
import { type DemoOptions, sendDemo } from './send-demo.ts';

interface DemoCommand extends DemoOptions {
  readonly target: StackTarget;
  /** Who approves what the other drafts. */
  readonly approver: StackTarget;
  /** The stack's data directory, which gets the logins; undefined when nobody wants them. */
  readonly data: string | undefined;
}

/** Reads `--url U | --port N`, `--scale N`, `--seed S`, `--token T`, `--approver-token T`, `--data DIR`. */
function demoCommand(argv: readonly string[]): DemoCommand {
  const { values } = understood(() =>
    parseArgs({
      args: [...argv],
      options: {
        url: { type: 'string' },
        port: { type: 'string' },
        token: { type: 'string' },
        'approver-token': { type: 'string' },
        scale: { type: 'string', default: '1' },
        seed: { type: 'string', default: 'courtesy' },
        data: { type: 'string' },
      },
    }),
  );
  const scale = Number(values.scale);
  if (!(scale > 0 && scale <= 1_000))
    throw new BadCommandLine(`--scale ${values.scale}: say a number above 0, at most 1000.`);
  if (values.seed === '' || values.seed.length > 40) throw new BadCommandLine('--seed: say 1 to 40 characters.');
  const token = values.token ?? process.env['COURTESY_TOKEN'];
  const data = values.data ?? process.env['COURTESY_DATA'];
  const approverToken = values['approver-token'] ?? process.env['COURTESY_APPROVER_TOKEN'];
  const approver = stackTarget({ ...values, token: approverToken, role: 'manager' });
  return { seed: values.seed, scale, data, approver, target: stackTarget({ ...values, token }) };
}

/** Written whole or not at all, since the issuer may read it at any moment. */
function writeLogins(data: string, logins: DemoLogins): void {
  const file = join(data, 'demo-logins.json');
  mkdirSync(data, { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(logins, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

async function main(argv: readonly string[]): Promise<void> {
  const { target, approver, data, ...options } = demoCommand(argv);
  const startedAt = performance.now();
  const clientOf = (each: StackTarget) => graphClient({ ...each, connections: 8, patienceMs: 30_000 });
  const voices = { author: clientOf(target), approver: clientOf(approver) };
  try {
    const { logins, ...sent } = await sendDemo(voices, options);
    if (data !== undefined) writeLogins(data, logins);
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    process.stdout.write(`${JSON.stringify({ ...options, ...sent, seconds })}\n`);
  } finally {
    await Promise.all([voices.author.close(), voices.approver.close()]);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const told = error instanceof BadCommandLine || error instanceof GraphFailed;
  process.stderr.write(`${told || !(error instanceof Error) ? String((error as Error).message) : error.stack}\n`);
  process.exit(1);
});
