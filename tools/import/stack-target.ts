import { z } from 'zod';
import { BadCommandLine, portOf } from '../start/options.ts';
import { DEFAULT_PORT, portsFrom } from '../start/ports.ts';
import { GraphFailed } from './graph-failure.ts';

/** Which graph to talk to, and as whom. */
export interface StackTarget {
  /** Address of the gateway's GraphQL endpoint. */
  readonly url: string;
  /** A token: the one given, else a new one of the stack's development issuer at each call, by default an administrator's. */
  token(): Promise<string>;
}

/** What a command line says of the stack. */
export interface StackFlags {
  /** The gateway's port. */
  readonly port?: string | undefined;
  /** The gateway's address, with or without `/graphql`. */
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  /** As whom a token of the development issuer speaks. Default: an administrator. */
  readonly role?: 'admin' | 'manager';
}

const tokenSchema = z.object({ access_token: z.string() });

/** Where the command line's stack is. Default: on this machine, port 4000. @throws BadCommandLine */
export function stackTarget({ port, url, token, role = 'admin' }: StackFlags): StackTarget {
  if (port !== undefined && url !== undefined) throw new BadCommandLine('Say either --port or --url.');
  const gateway = gatewayAt(url ?? `http://127.0.0.1:${port === undefined ? DEFAULT_PORT : portOf(port)}/graphql`);
  return {
    url: gateway.href,
    token: token === undefined ? () => developmentToken(gateway, role) : () => Promise.resolve(token),
  };
}

function gatewayAt(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new BadCommandLine(`--url ${text}: not an http or https address.`);
  if (url.pathname === '/') url.pathname = '/graphql';
  return url;
}

/** Asks the development issuer, which listens a fixed step away from its gateway. @throws GraphFailed when there is none. */
async function developmentToken(gateway: URL, role: string): Promise<string> {
  const port = gateway.port || (gateway.protocol === 'https:' ? '443' : '80');
  // The issuer believes only callers who name this machine.
  const host = gateway.hostname === 'localhost' ? '127.0.0.1' : gateway.hostname;
  const issuer = `http://${host}:${portsFrom(Number(port)).issuer}`;
  const response = await fetch(`${issuer}/token?role=${role}`, {
    method: 'POST',
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null);
  if (!response)
    throw new GraphFailed({
      code: 'NO_STACK',
      message: `No Courtesy stack answers at ${gateway.origin}: start one with "npm start", name its gateway with --port N, or give a --token.`,
    });
  const answer = tokenSchema.safeParse(await response.json().catch(() => null));
  if (answer.success) return answer.data.access_token;
  throw new GraphFailed({
    code: 'NO_STACK',
    message: `What answers at ${issuer} is no Courtesy stack: it gave status ${response.status} and no token. Give a --token.`,
  });
}
