import { DataDirectoryDamaged, DirectoryInUse, PortTaken } from '@courtesy/testing';
import { banner, urlTable } from './banner.ts';
import { IssuerRefused } from './issuer.ts';
import { BadCommandLine, startOptions, type StartOptions } from './options.ts';
import { portsFrom } from './ports.ts';
import { ServiceNotStarted } from './service-process.ts';
import { AlreadyRunning, PortInUse, startStack } from './stack.ts';
import { CalledOff } from './teardown.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const fail = (line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Starts the stack that the command line asks for, and runs it until it is told to stop. */
async function main(argv: readonly string[]): Promise<void> {
  const options = startOptions(argv);
  const calledOff = new AbortController();
  const starting = startStack({ ...options, onLine: print, signal: calledOff.signal });
  let asked = 0;
  const stop = () => {
    asked += 1;
    // Asked again: whoever asks is in a hurry.
    if (asked > 1) return void starting.then((stack) => stack.kill()).catch(() => undefined);
    print('\nStopping …');
    calledOff.abort();
    starting
      .then((stack) => stack.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => explain(error, options),
      );
  };
  for (const signal of signals) process.on(signal, stop);
  const stack = await starting;
  const text = await banner(stack);
  if (asked === 0) print(text);
}

/** What goes wrong for a reason the reader can mend is told in one line; anything else keeps its stack. */
function explain(error: unknown, options: StartOptions | undefined): never {
  if (error instanceof CalledOff) process.exit(0);
  if (error instanceof AlreadyRunning) return tellRunning(error, options);
  if (error instanceof DataDirectoryDamaged)
    return fail(`${error.message} "npm start -- --fresh" removes it and starts anew.`);
  const known = [BadCommandLine, PortInUse, PortTaken, ServiceNotStarted, DirectoryInUse, IssuerRefused];
  if (known.some((kind) => error instanceof kind)) return fail((error as Error).message);
  return fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

function tellRunning(error: AlreadyRunning, options: StartOptions | undefined): never {
  if (options?.fresh) return fail(`${error.message} Stop it before --fresh removes what it runs on.`);
  if (!error.running) return fail(`${error.message} It has only just begun to start.`);
  const { port, state } = error.running;
  print(`${error.message}${state === 'ready' ? '' : ' It is still starting.'} http://localhost:${port}/graphql`);
  print(['', ...urlTable(portsFrom(port))].join('\n'));
  return process.exit(0);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  let options: StartOptions | undefined;
  try {
    options = startOptions(process.argv.slice(2));
  } catch {
    // That the command line is not understood is what is being told already.
  }
  explain(error, options);
});
