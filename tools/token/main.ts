import { parseArgs } from 'node:util';
import { z } from 'zod';
import { isLoginRole, loginRoles } from '../start/identities.ts';
import { BadCommandLine, portOf, understood } from '../start/options.ts';
import { DEFAULT_PORT, portsFrom } from '../start/ports.ts';

const answerSchema = z.object({ access_token: z.string() });

/** Reads `--role ROLE [--port N | --url U]`. */
function tokenOptions(argv: readonly string[]): { role: string; issuer: string } {
  const { values } = understood(() =>
    parseArgs({
      args: [...argv],
      options: { role: { type: 'string' }, port: { type: 'string' }, url: { type: 'string' } },
    }),
  );
  const role = values.role?.toLowerCase() ?? '';
  if (!isLoginRole(role)) throw new BadCommandLine(`--role: say one of ${loginRoles.join(', ')}.`);
  if (values.port !== undefined && values.url !== undefined) throw new BadCommandLine('Say either --port or --url.');
  return { role, issuer: issuerOf(values.port, values.url) };
}

/** The development issuer of the stack whose gateway is meant: it listens a fixed step away from it. */
function issuerOf(port: string | undefined, url: string | undefined): string {
  if (url === undefined)
    return `http://127.0.0.1:${portsFrom(port === undefined ? DEFAULT_PORT : portOf(port)).issuer}`;
  if (!URL.canParse(url)) throw new BadCommandLine(`--url ${url}: not a URL.`);
  const gateway = new URL(url);
  // The issuer believes only callers who name this machine.
  const host = gateway.hostname === 'localhost' ? '127.0.0.1' : gateway.hostname;
  return `http://${host}:${portsFrom(portOf(gateway.port || '80')).issuer}`;
}

async function main(argv: readonly string[]): Promise<void> {
  const { role, issuer } = tokenOptions(argv);
  const response = await fetch(`${issuer}/token?role=${role}`, { method: 'POST' }).catch(() => {
    throw new BadCommandLine(
      `No Courtesy stack answers at ${issuer}. Start one with "npm start", or name its gateway with --port N.`,
    );
  });
  const answer = answerSchema.safeParse(await response.json().catch(() => null));
  if (!answer.success)
    throw new BadCommandLine(
      `What answers at ${issuer} is no Courtesy stack: it gave status ${response.status} and no token.`,
    );
  process.stdout.write(`${answer.data.access_token}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof BadCommandLine ? error.message : String(error)}\n`);
  process.exit(1);
});
