import { InvalidMoney, moneyOf } from '@courtesy/kernel';
import { z } from 'zod';

/** The most that one refund hands out in cash, by currency, such as `GBP=250.00,EUR=300.00`, as minor units. */
const ceilings = z
  .string()
  .default('')
  .transform((text, context) => {
    const found: Record<string, bigint> = {};
    for (const entry of text.split(',').filter(Boolean)) {
      const [currency = '', amount = ''] = entry.split('=');
      try {
        found[currency] = moneyOf(amount, currency).minor;
      } catch (error) {
        if (!(error instanceof InvalidMoney)) throw error;
        context.addIssue({ code: 'custom', message: `"${entry}" is not currency=amount: ${error.message}` });
        return z.NEVER;
      }
    }
    return found;
  });

const ms = (usual: number) => z.coerce.number().int().min(1).default(usual);

/** What the service reads from its environment about money. */
export const paymentConfig = z.object({
  /** Who moves money: `sandbox` pays nobody and keeps a ledger; with `none` everything waits until somebody says how. */
  PAYMENT_PROVIDER: z.enum(['none', 'sandbox']).default('none'),
  /** How long the provider is waited for before its answer counts as unknown. */
  PAYMENT_TIMEOUT_MS: ms(5_000),
  CASH_CEILINGS: ceilings,
  /** How long a saga stays with a worker that no longer says it is alive. */
  SAGA_LEASE_MS: ms(15_000),
  /** The pause after the first attempt without an answer; it doubles with each. */
  SAGA_RETRY_MS: ms(1_000),
  /** For specs alone: where the process ends itself outright, such as EXECUTE:CALLED. Refused in production. */
  SAGA_STOP_AFTER: z.string().optional(),
});
