import type { Context } from '@courtesy/subgraph';
import { z } from 'zod';

/** What the customers service reads from its environment beside what every service does. */
export const customersConfig = z.object({
  /** The country in which a telephone number is dialled that says none, of customers who live nobody knows where: two letters of ISO 3166. */
  DEFAULT_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/, 'two capital letters of ISO 3166, such as GB')
    .default('GB'),
});

/** The country that is meant where nobody says one. */
export const defaultCountry = ({ config }: Pick<Context, 'config'>): string =>
  String(config['DEFAULT_COUNTRY'] ?? 'GB');
