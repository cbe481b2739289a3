import type { InvalidInput, NotFound, StaleVersion } from '@courtesy/kernel';
import type { IdempotencyKeyReused } from '@courtesy/persistence';

/** `StaleVersion` -> `STALE_VERSION`. */
const constantOf = (typeName: string) => typeName.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();

/** Codes whose word is not simply the type's name. */
const codes: Readonly<Record<string, string>> = { StaleVersion: 'VERSION_CONFLICT' };

/** The stable word of a refusal type, for programs. */
export const refusalCode = (typeName: string): string => codes[typeName] ?? constantOf(typeName);

/** The words for the refusals that all services share. */
export const sharedRefusals = {
  NotFound: { message: ({ id }: NotFound) => `There is no ${id}, or it is not yours to see.` },
  InvalidInput: {
    message: ({ problems }: InvalidInput) => {
      const [first] = problems;
      return first ? `${first.path} ${first.message}.` : 'The input cannot be right as it is.';
    },
  },
  StaleVersion: {
    message: ({ expected }: StaleVersion<unknown>) =>
      `Somebody changed it since version ${expected}. Read it again, then decide.`,
    expectedVersion: ({ expected }: StaleVersion<unknown>) => expected,
  },
  IdempotencyKeyReused: {
    message: ({ key }: IdempotencyKeyReused) =>
      `The idempotency key "${key}" came before with another input. Send a new key, or the first input.`,
  },
};
