import { pino, type DestinationStream, type Logger } from 'pino';

const PLAIN = ['code', 'constraint', 'table', 'column', 'severity'] as const;

type Told = Error & Readonly<Record<string, unknown>>;

/** An error as the database's driver or the graph wrapped it, down to the one that was thrown first. */
const innermost = (error: Told): Told => {
  const inner = error['originalError'] ?? error['driverError'];
  return inner instanceof Error && inner !== error ? innermost(inner as Told) : error;
};

const statementOf = (error: Told): unknown =>
  error['query'] ?? (error['originalError'] instanceof Error ? statementOf(error['originalError'] as Told) : undefined);

/**
 * An error as it is logged: what broke and where, but nothing of what people told us. A database error also carries the values of its
 * statement and the row it refused; those stay out.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const inner = innermost(error as Told);
  const plain = PLAIN.flatMap((name) => (inner[name] === undefined ? [] : [[name, inner[name]]]));
  return {
    type: inner.name,
    message: inner.message,
    stack: inner.stack,
    ...Object.fromEntries(plain),
    query: statementOf(error as Told),
    path: (error as Told)['path'],
  };
}

/** The log of a service: one JSON object a line, on stdout unless told otherwise. */
export const serviceLog = (service: string, level: string, destination?: DestinationStream): Logger => {
  const options = { level, base: { service }, serializers: { err: describeError } };
  return destination ? pino(options, destination) : pino(options);
};
