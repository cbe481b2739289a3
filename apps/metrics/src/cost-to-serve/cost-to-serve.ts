import { money, type Money } from '@courtesy/kernel';

/** What it came to in money to serve a case or a customer. */
export interface CostToServe {
  /** The time of people. */
  readonly time: Money;
  readonly compensation: Money;
  readonly refunds: Money;
  /** How many contacts of people the time is of. */
  readonly contacts: number;
  /** How many are left out, since how long they took or what an hour cost is not known. */
  readonly uncosted: number;
}

/** What was added up, in minor units as decimals. */
export type Summed = Readonly<Record<'time' | 'compensation' | 'refunds' | 'contacts' | 'uncosted', string>>;

/** The same as money. Time comes to fractions of a minor unit, and is rounded once, when all of it is added up. */
export function costOf({ time, compensation, refunds, contacts, uncosted }: Summed, currency: string): CostToServe {
  const amount = (minor: string) => money(BigInt(Math.round(Number(minor))), currency);
  return {
    ...{ time: amount(time), compensation: amount(compensation), refunds: amount(refunds) },
    ...{ contacts: Number(contacts), uncosted: Number(uncosted) },
  };
}
