import { parseArgs } from 'node:util';
import { DEFAULT_PORT } from './ports.ts';

/** What the command line of `npm start` asks for. */
export interface StartOptions {
  readonly fresh: boolean;
  readonly port: number;
  readonly demo: boolean;
  readonly dataDir: string;
}

/** Thrown when the command line is not understood. */
export class BadCommandLine extends Error {
  override readonly name = 'BadCommandLine';
}

/** The highest port from which the whole stack's ports still fit. */
const HIGHEST_PORT = 65_535 - 10;

/** Reads `--fresh --port N --no-demo --data DIR`. @throws BadCommandLine */
export function startOptions(argv: readonly string[]): StartOptions {
  const { values } = understood(() =>
    parseArgs({
      args: [...argv],
      options: {
        fresh: { type: 'boolean', default: false },
        port: { type: 'string', default: String(DEFAULT_PORT) },
        'no-demo': { type: 'boolean', default: false },
        data: { type: 'string', default: '.courtesy' },
      },
    }),
  );
  return { fresh: values.fresh, port: portOf(values.port), demo: !values['no-demo'], dataDir: values.data };
}

/** Runs a parser of flags; what it complains of becomes a BadCommandLine. */
export function understood<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new BadCommandLine((error as Error).message.split('\n')[0]);
  }
}

/** A gateway's port from the command line. @throws BadCommandLine */
export function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port <= HIGHEST_PORT) return port;
  throw new BadCommandLine(`--port ${text}: say a number from 1 to ${HIGHEST_PORT}.`);
}
