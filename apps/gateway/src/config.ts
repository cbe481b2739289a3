import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const committedSupergraph = fileURLToPath(new URL('../supergraph.graphql', import.meta.url));

const webUrl = z.url({ protocol: /^https?$/, error: 'is not an http or https address' });
const count = (byDefault: number) => z.coerce.number().int().min(1).default(byDefault);

const subgraphUrls = z
  .string()
  .default('')
  .transform((text, context) => {
    const urls = new Map<string, string>();
    for (const entry of text.split(',').filter((part) => part.trim() !== '')) {
      const [, name, url] = /^\s*([^=\s]+)\s*=\s*(\S+)\s*$/.exec(entry) ?? [];
      if (name && url && webUrl.safeParse(url).success) urls.set(name, url);
      else
        context.addIssue({
          code: 'custom',
          message: `"${entry}" is not name=url, such as cases=http://cases:4002/graphql`,
        });
    }
    return urls as ReadonlyMap<string, string>;
  });

const settings = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  SUPERGRAPH: z.string().default(committedSupergraph),
  SUPERGRAPH_POLL_MS: count(10_000),
  ANONYMOUS: z.boolean(),
  OIDC_ISSUER: webUrl.optional(),
  OIDC_AUDIENCE: z.string().default('courtesy'),
  ACTOR_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  SUBGRAPH_URLS: subgraphUrls,
  SUBGRAPH_TIMEOUT_MS: count(10_000),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  MAX_BODY_BYTES: count(16 * 1024 * 1024),
  MAX_QUERY_BYTES: count(100_000),
  MAX_QUERY_TOKENS: count(5_000),
  MAX_QUERY_DEPTH: count(20),
  MAX_QUERY_ALIASES: count(100),
  MAX_QUERY_FIELDS: count(2_000),
  MAX_QUERY_COST: count(100_000),
});

/**
 * How the gateway is to run. Durations are milliseconds, sizes bytes; `SUPERGRAPH` is a file or an http(s) address;
 * `SUBGRAPH_URLS` overrides the addresses written in the supergraph, by subgraph name.
 */
export type GatewayConfig = Readonly<z.infer<typeof settings>>;

/** The flags and environment are not fit to start with; the message lists everything that is wrong, one a line. */
export class ConfigRefused extends Error {
  constructor(problems: readonly string[]) {
    super(`The gateway cannot start with this configuration:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/** What no single setting can say alone. Judged on the raw values, so that one bad value hides no other problem. */
function problemsBetween(raw: Readonly<Record<string, unknown>>): string[] {
  const production = raw['NODE_ENV'] === 'production';
  const anonymous = raw['ANONYMOUS'] === true;
  const issuer = typeof raw['OIDC_ISSUER'] === 'string' ? raw['OIDC_ISSUER'] : undefined;
  const problems: string[] = [];
  if (production && anonymous) problems.push('--anonymous: is refused when NODE_ENV is production');
  if (!anonymous && !issuer)
    problems.push('OIDC_ISSUER: is missing; callers cannot be verified without it (or start with --anonymous)');
  if (!anonymous && !raw['ACTOR_SECRET'])
    problems.push('ACTOR_SECRET: is missing; subgraphs believe only callers that the gateway vouches for');
  if (production && issuer?.startsWith('http:'))
    problems.push('OIDC_ISSUER: must be https when NODE_ENV is production');
  return problems;
}

const flags = {
  supergraph: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  anonymous: { type: 'boolean' },
} as const;

function readFlags(argv: readonly string[]): Record<string, unknown> {
  try {
    const { values } = parseArgs({ args: [...argv], options: flags, strict: true });
    return {
      ...(values.supergraph !== undefined && { SUPERGRAPH: values.supergraph }),
      ...(values.port !== undefined && { PORT: values.port }),
      ...(values.host !== undefined && { HOST: values.host }),
      ANONYMOUS: values.anonymous ?? false,
    };
  } catch (error) {
    throw new ConfigRefused([
      `${(error as Error).message} (known: --supergraph FILE|URL --port N --host H --anonymous)`,
    ]);
  }
}

/**
 * Reads flags and environment together; a flag wins over its variable, an empty variable counts as absent.
 * Throws {@link ConfigRefused} naming every problem, not only the first.
 */
export function readConfig(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): GatewayConfig {
  const known = Object.keys(settings.shape);
  const present = Object.entries(environment).filter(
    ([name, value]) => known.includes(name) && value !== undefined && value !== '',
  );
  const raw: Record<string, unknown> = { ...Object.fromEntries(present), ...readFlags(argv) };
  const parsed = settings.safeParse(raw);
  const each = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const problems = [...each, ...problemsBetween(raw)];
  if (!parsed.success || problems.length > 0) throw new ConfigRefused(problems);
  return parsed.data;
}
