import { z } from 'zod';

const feedList = z
  .string()
  .default('')
  .transform((text, context) => {
    const feeds: Record<string, string> = {};
    for (const entry of text.split(',').filter(Boolean)) {
      const [name, url] = entry.split(/=(.*)/s);
      if (!name || !url || !URL.canParse(url)) {
        context.addIssue({ code: 'custom', message: `"${entry}" is not name=url, such as cases=http://cases:4002` });
        return z.NEVER;
      }
      feeds[name.trim()] = url.replace(/\/$/, '');
    }
    return feeds;
  });

const MIN_KEY = 32;

/** Keys by the name of a service, such as `policy=…`. */
const keyList = z.string().transform((text, context) => {
  const keys: Record<string, string> = {};
  for (const entry of text.split(',').filter(Boolean)) {
    const [name, key] = entry.split(/=(.*)/s);
    if (!name || !key || key.length < MIN_KEY) {
      const message = `has an entry that is not name=key, with a key of ${MIN_KEY} characters or more`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
    keys[name.trim()] = key;
  }
  return keys;
});

/** What every subgraph needs from its environment. */
export const commonConfig = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  ACTOR_KEY: z.string().min(MIN_KEY, 'must be the 32 characters or more that the gateway derives for this service'),
  FEED_KEY: z.string().min(16),
  FEEDS: feedList,
  /** Addresses of the services that this one calls (ADR 0014). */
  PEERS: feedList.optional(),
  /** By the name of each service that this one calls, the key to sign with. */
  PEER_KEYS: keyList.optional(),
  /** By the name of each service that may call this one, the key to believe it by. */
  CALLER_KEYS: keyList.optional(),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  DATABASE_POOL: z.coerce.number().int().min(1).max(100).default(10),
});

/** What the `migrate` step needs: the owner role's address, which serving never sees. */
export const migrateConfig = z
  .object({
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    MIGRATION_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  })
  .transform((env, context) => {
    const url = env.MIGRATION_DATABASE_URL ?? env.DATABASE_URL;
    if (url) return { url };
    context.addIssue({
      code: 'custom',
      path: ['MIGRATION_DATABASE_URL'],
      message: 'is missing: the address of the database as its owner',
    });
    return z.NEVER;
  });

/** The environment as a subgraph's parts see it. */
export type CommonConfig = z.infer<typeof commonConfig>;

/** The environment is not fit to start with; the message lists every variable that is wrong, not only the first. */
export class ConfigError extends Error {}

/** Reads the environment whole; a variable that is empty is one that is not set. Throws {@link ConfigError} naming every bad variable and what it should be. */
export function parseConfig<T extends z.ZodType>(
  schema: T,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<T> {
  // What passes variables on, such as docker compose, passes on those that nobody set as empty ones.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = issue.path.join('.');
    const absent = given[name] === undefined ? ' (it is not set)' : '';
    return `  ${name}: ${issue.message}${absent}`;
  });
  throw new ConfigError(`The environment is not complete:\n${lines.join('\n')}`);
}
