/** That one customer was merged straight into another, by a merge that holds. */
export interface Joint {
  readonly customerId: string;
  readonly survivorId: string;
  readonly mergeId: string;
}

/**
 * Who stands for each of these customers by the merges that hold: the end of their chain. A customer is merged straight into one other at most.
 *
 * @throws Error for a ring, which no road can make.
 */
export function rootsBy(joints: readonly Joint[], customerIds: readonly string[]): Map<string, string> {
  const next = new Map(joints.map(({ customerId, survivorId }) => [customerId, survivorId]));
  const endOf = (id: string): string => {
    let end = id;
    for (let steps = 0; next.has(end); steps += 1) {
      if (steps > joints.length) throw new Error(`The merges of ${id} run in a ring`);
      end = next.get(end) ?? end;
    }
    return end;
  };
  return new Map(customerIds.map((id) => [id, endOf(id)]));
}
