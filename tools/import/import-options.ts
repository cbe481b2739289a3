import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isTimeZone } from '@courtesy/kernel';
import { BadCommandLine, understood } from '../start/options.ts';
import type { OnConflict } from './customer-sender.ts';
import { stackTarget, type StackTarget } from './stack-target.ts';

/** What can be imported. */
export const KINDS = ['complaints', 'customers', 'products', 'purchases', 'calls', 'zendesk'] as const;

/** One of {@link KINDS}. */
export type ImportKind = (typeof KINDS)[number];

/** What the command line asks for. */
export interface ImportOptions {
  readonly kind: ImportKind;
  readonly path: string;
  readonly mapping: string | undefined;
  readonly dryRun: boolean;
  readonly onConflict: OnConflict;
  /** The time zone of the clock that a call log was written by. */
  readonly timeZone: string;
  readonly target: StackTarget;
}

const USAGE = `Say: npm run -s import -- ${KINDS.join('|')} FILE [--port N | --url URL] [--token TOKEN]
  customers, products, purchases, calls: [--mapping MAP.json]
  customers: [--dry-run] [--on-conflict forward|keep|replace]
  calls: [--time-zone ZONE], that of the clock of the log; Asia/Jerusalem when left out
FILE is CSV, or CSV packed with gzip; for calls its columns may be parted by tabs; for zendesk a folder, or a file of JSON, JSON lines or CSV.`;

/** Where the switch stood whose log is published. */
const CALL_LOG_ZONE = 'Asia/Jerusalem';

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
        'time-zone': { type: 'string' },
      },
    }),
  );
  const [what, file, ...more] = positionals;
  const kind = KINDS.find((each) => each === what);
  const onConflict = values['on-conflict'];
  const zone = values['time-zone'];
  if (!kind || file === undefined || more.length > 0) throw new BadCommandLine(USAGE);
  if (kind !== 'customers' && (values['dry-run'] || onConflict)) throw new BadCommandLine(USAGE);
  if (zone !== undefined && kind !== 'calls') throw new BadCommandLine(USAGE);
  if (zone !== undefined && !isTimeZone(zone))
    throw new BadCommandLine(`"${zone}" is no time zone of the IANA database, such as Asia/Jerusalem.`);
  if (onConflict !== undefined && !CONFLICTS.includes(onConflict)) throw new BadCommandLine(USAGE);
  if (values.mapping !== undefined && (kind === 'complaints' || kind === 'zendesk')) throw new BadCommandLine(USAGE);
  return {
    kind,
    path: resolve(folder, file),
    mapping: values.mapping === undefined ? undefined : resolve(folder, values.mapping),
    dryRun: values['dry-run'],
    timeZone: zone ?? CALL_LOG_ZONE,
    onConflict: (onConflict ?? 'forward') as OnConflict,
    target: stackTarget({ ...values, token: values.token ?? process.env['COURTESY_TOKEN'] }),
  };
}
