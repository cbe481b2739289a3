import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { register } from '../customer/registration.ts';
import type { Customer } from '../customer/customer.ts';
import { peel, type Laid, type Layer } from './layers.ts';

const NOW = new Date('2026-03-02T10:00:00Z');

const named = (id: string): Customer => ({
  ...register(
    { kind: 'PERSON', givenName: `name of ${id}`, registeredAt: NOW },
    { newId: () => id, now: NOW, by: 'spec' },
  ).customer,
});

interface Step {
  readonly mergeId: string;
  readonly survivorId: string;
  readonly mergedId: string;
  /** Whether the merged one's name wins. */
  readonly takes: boolean;
}

/** What merges make of records, one after the other. */
function laid(ids: readonly string[], steps: readonly Step[]): Laid {
  const customers = new Map(ids.map((id) => [id, named(id)]));
  const layers: Layer[] = [];
  for (const { mergeId, survivorId, mergedId } of steps.filter((step) => step.takes)) {
    const [survivor, merged] = [customers.get(survivorId), customers.get(mergedId)];
    if (!survivor || !merged) continue;
    const values = { beneath: survivor.givenName, given: merged.givenName };
    layers.push({ mergeId, survivorId, field: 'GIVEN_NAME', fromId: mergedId, ...values });
    customers.set(survivorId, { ...survivor, givenName: merged.givenName });
  }
  return { customers, layers };
}

const namesIn = ({ customers }: Laid) => [...customers.values()].map(({ id, givenName }) => [id, givenName]);

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Merges of customers who stand for themselves, as the commands let them through. */
const steps = fc
  .array(fc.record({ one: fc.nat(5), other: fc.nat(5), takes: fc.boolean() }), { maxLength: 8 })
  .map((wanted) => {
    const merged = new Set<number>();
    return wanted.flatMap(({ one, other, takes }, i): Step[] => {
      if (one === other || merged.has(one) || merged.has(other)) return [];
      merged.add(other);
      return [{ mergeId: `m${i}`, survivorId: IDS[one] ?? '', mergedId: IDS[other] ?? '', takes }];
    });
  });

describe('the layers over a field', () => {
  it('taken away in any order leave what the other merges alone would have made', () => {
    fc.assert(
      fc.property(steps, fc.infiniteStream(fc.nat()), (taken, order) => {
        const held = [...taken];
        let now = laid(IDS, held);
        while (held.length > 0) {
          const [gone] = held.splice(order.next().value % held.length, 1);
          now = peel(now, gone?.mergeId ?? '');
          expect(namesIn(now)).toEqual(namesIn(laid(IDS, held)));
        }
        expect(now.layers).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  const first: Step = { mergeId: 'm1', survivorId: 'b', mergedId: 'a', takes: true };
  const second: Step = { mergeId: 'm2', survivorId: 'b', mergedId: 'c', takes: true };
  const edited = (before: Laid, id: string, givenName: string): Laid => {
    const customer = before.customers.get(id);
    if (!customer) throw new Error(id);
    return { ...before, customers: new Map([...before.customers, [id, { ...customer, givenName }]]) };
  };

  it('keep what somebody wrote over them', () => {
    const { customers, fields } = peel(edited(laid(IDS, [first]), 'b', 'Beth'), 'm1');
    expect(customers.get('b')?.givenName).toBe('Beth');
    expect(fields).toEqual([{ field: 'GIVEN_NAME', outcome: 'KEPT_EDIT', before: 'Beth', after: 'Beth' }]);
  });

  it('keep what somebody wrote between two of them, which comes to light with the upper one', () => {
    const one = edited(laid(IDS, [first]), 'b', 'Beth');
    const over: Layer = {
      ...{ mergeId: 'm2', survivorId: 'b', field: 'GIVEN_NAME', fromId: 'c', beneath: 'Beth', given: 'name of c' },
    };
    const two: Laid = { ...edited(one, 'b', 'name of c'), layers: [...one.layers, over] };
    const lower = peel(two, 'm1');
    expect(lower.fields).toMatchObject([{ outcome: 'KEPT_EDIT', after: 'name of c' }]);
    expect(peel(lower, 'm2').customers.get('b')?.givenName).toBe('Beth');
    expect(peel(peel(two, 'm2'), 'm1').customers.get('b')?.givenName).toBe('Beth');
  });

  it('say where a later merge covers what is given back', () => {
    const { fields, customers } = peel(laid(IDS, [first, second]), 'm1');
    expect(fields).toEqual([{ field: 'GIVEN_NAME', outcome: 'COVERED', before: 'name of c', after: 'name of c' }]);
    expect(customers.get('b')?.givenName).toBe('name of c');
  });

  it('let go of a value in whoever took it over from their survivor', () => {
    const chain = laid(IDS, [first, { mergeId: 'm2', survivorId: 'c', mergedId: 'b', takes: true }]);
    expect(chain.customers.get('c')?.givenName).toBe('name of a');
    const { customers } = peel(chain, 'm1');
    expect(customers.get('c')?.givenName).toBe('name of b');
  });
});
