import type { EntitySchemaColumnOptions } from 'typeorm';

/** A column of minor units, kept exactly: the driver hands a bigint over as text. */
export const minorUnits = (name?: string): EntitySchemaColumnOptions => ({
  type: 'bigint',
  transformer: {
    to: (value: bigint | null) => value,
    from: (value: string | null) => (value === null ? null : BigInt(value)),
  },
  ...(name && { name }),
});

/** A column of a currency's three letters. */
export const currencyCode = (): EntitySchemaColumnOptions => ({ type: 'char', length: 3 });
