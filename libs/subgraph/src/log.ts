import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';

const PLAIN = ['code', 'constraint', 'table', 'column', 'severity'] as const;

type Told = Error & Readonly<Record<string, unknown>>;

/** An error as the database's driver or the graph wrapped it, down to the one that was thrown first. */
const innermost = (error: Told): Told => {
  const inner = error['originalError'] ?? error['driverError'];
  return inner instanceof Error && inner !== error ? innermost(inner as Told) : error;
};

const statementOf = (error: Told): unknown =>
  error['query'] ?? (error['originalError'] instanceof Error ? statementOf(error['originalError'] as Told) : undefined);

/** What a database could not read or take, as it quotes it after a colon at the end: `invalid input syntax for type json: "…"`. */
const VALUE = /: "[^]*"$/;

const messageOf = (inner: Told): string =>
  inner['severity'] === undefined ? inner.message : inner.message.replace(VALUE, ': "…"');

/** What is logged in words when only an error is given: of itself the logger would take its message as it is. */
function wordsFor([first, ...others]: readonly unknown[]): string | null {
  const error = first instanceof Error ? first : (first as { readonly err?: unknown } | null)?.err;
  return others.length === 0 && error instanceof Error ? messageOf(innermost(error as Told)) : null;
}

/**
 * An error as it is logged: what broke and where, but nothing of what people told us. A database error also carries the values of its
 * statement and the row it refused; those stay out.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const inner = innermost(error as Told);
  const message = messageOf(inner);
  const plain = PLAIN.flatMap((name) => (inner[name] === undefined ? [] : [[name, inner[name]]]));
  return {
    type: inner.name,
    message,
    stack: inner.stack?.replace(inner.message, () => message),
    ...Object.fromEntries(plain),
    query: statementOf(error as Told),
    path: (error as Told)['path'],
  };
}

/** The log of a service: one JSON object a line, on stdout unless told otherwise. */
export const serviceLog = (service: string, level: string, destination?: DestinationStream): Logger => {
  const options: LoggerOptions = {
    ...{ level, base: { service }, serializers: { err: describeError } },
    hooks: {
      logMethod(given, method) {
        const words = wordsFor(given);
        method.apply(this, words === null ? given : [given[0], words]);
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
};
