import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BadCommandLine, understood } from '../start/options.ts';
import type { OnConflict } from './customer-sender.ts';
import { stackTarget, type StackTarget } from './stack-target.ts';

/** What can be imported. */
export const KINDS = ['complaints', 'customers', 'products', 'purchases', 'zendesk'] as const;

/** One of {@link KINDS}. */
export type ImportKind = (typeof KINDS)[number];

/** What the command line asks for. */
export interface ImportOptions {
  readonly kind: ImportKind;
  readonly path: string;
  readonly mapping: string | undefined;
  readonly dryRun: boolean;
  readonly onConflict: OnConflict;
  readonly target: StackTarget;
}

const USAGE = `Say: npm run -s import -- ${KINDS.join('|')} FILE [--port N | --url URL] [--token TOKEN]
  customers, products, purchases: [--mapping MAP.json]
  customers: [--dry-run] [--on-conflict forward|keep|replace]
FILE is CSV, or CSV packed with gzip; for zendesk a folder, or a file of JSON, JSON lines or CSV.`;

const CONFLICTS: readonly string[] = ['forward', 'keep', 'replace'];

/** Reads the command line; paths are relative to `folder`. @throws BadCommandLine */
export function importOptions(argv: readonly string[], folder: string): ImportOptions {
  const { values, positionals } = understood(() =>
    parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        url: { type: 'string' },
        token: { type: 'string' },
        mapping: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        'on-conflict': { type: 'string' },
      },
    }),
  );
  const [what, file, ...more] = positionals;
  const kind = KINDS.find((each) => each === what);
  const onConflict = values['on-conflict'];
  if (!kind || file === undefined || more.length > 0) throw new BadCommandLine(USAGE);
  if (kind !== 'customers' && (values['dry-run'] || onConflict)) throw new BadCommandLine(USAGE);
  if (onConflict !== undefined && !CONFLICTS.includes(onConflict)) throw new BadCommandLine(USAGE);
  if (values.mapping !== undefined && (kind === 'complaints' || kind === 'zendesk')) throw new BadCommandLine(USAGE);
  return {
    kind,
    path: resolve(folder, file),
    mapping: values.mapping === undefined ? undefined : resolve(folder, values.mapping),
    dryRun: values['dry-run'],
    onConflict: (onConflict ?? 'forward') as OnConflict,
    target: stackTarget({ ...values, token: values.token ?? process.env['COURTESY_TOKEN'] }),
  };
}
