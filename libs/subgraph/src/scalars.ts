import { GraphQLError, GraphQLScalarType, Kind, print, type ValueNode } from 'graphql';
import { CurrencyResolver, LocalDateResolver, TimeZoneResolver } from 'graphql-scalars';
import { formatDuration, parseDuration, type Duration } from '@courtesy/kernel';
import { isStorable, type Moment } from '@courtesy/persistence';

const refuse = (message: string): never => {
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
};

const textOf = (name: string, node: ValueNode): string =>
  node.kind === Kind.STRING ? node.value : refuse(`${print(node)} is not in quotes. A ${name} is written as text.`);

const named = (resolver: GraphQLScalarType, name: string) =>
  new GraphQLScalarType({ ...resolver.toConfig(), name, description: null });

const durationOf = (value: unknown): Duration => {
  try {
    if (typeof value === 'string') return parseDuration(value);
  } catch {
    // One refusal for everything that is no duration.
  }
  return refuse(
    `${JSON.stringify(value)} is not a duration. Write one such as PT4H30M or P1D; months and years have no fixed length.`,
  );
};

const duration = new GraphQLScalarType<Duration, string>({
  name: 'Duration',
  serialize: (value) => formatDuration(value as Duration),
  parseValue: durationOf,
  parseLiteral: (node) => durationOf(textOf('Duration', node)),
});

const DECIMAL = /^-?\d{1,38}(\.\d{1,18})?$/;
const decimalOf = (value: unknown): string =>
  typeof value === 'string' && DECIMAL.test(value)
    ? value
    : refuse(`${JSON.stringify(value)} is not a decimal. Write it as text with a point, such as "12.50".`);

const decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize: (value) => String(value),
  parseValue: decimalOf,
  parseLiteral: (node) => decimalOf(textOf('Decimal', node)),
});

const instantOf = (value: unknown): Date => {
  const instant = typeof value === 'string' && /T.*(Z|[+-]\d\d:?\d\d)$/i.test(value) ? new Date(value) : undefined;
  if (instant && isStorable(instant)) return instant;
  return refuse(
    `${JSON.stringify(value)} is not an instant. Write it with a time and an offset, such as 2026-03-28T12:00:00Z.`,
  );
};

const momentOf = (value: unknown): Moment => {
  if (typeof value !== 'string') return refuse('A moment is text: an instant, or a distance from now such as -P14D.');
  const distance = /^([+-]?)(P.*)$/.exec(value);
  if (distance) {
    const ms = durationOf(distance[2]);
    return { fromNowMs: distance[1] === '-' ? -ms : ms };
  }
  return instantOf(value);
};

const moment = new GraphQLScalarType<Moment, string>({
  name: 'Moment',
  serialize: (value) => (value as Date).toISOString(),
  parseValue: momentOf,
  parseLiteral: (node) => momentOf(textOf('Moment', node)),
});

const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => (value as Date).toISOString(),
  parseValue: instantOf,
  parseLiteral: (node) => instantOf(textOf('DateTime', node)),
});

/** The house's scalars by name, with the meaning that `common.graphql` gives them. */
export const scalars: Readonly<Record<string, GraphQLScalarType>> = {
  DateTime: dateTime,
  Date: named(LocalDateResolver, 'Date'),
  Duration: duration,
  Decimal: decimal,
  CurrencyCode: named(CurrencyResolver, 'CurrencyCode'),
  Moment: moment,
  TimeZone: named(TimeZoneResolver, 'TimeZone'),
};
