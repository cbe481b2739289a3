import type { GraphClient } from '../import/graph-client.ts';
import { demoCare } from './care.ts';
import { change } from './demo-change.ts';

/** For whom the demo's consents and vulnerabilities are. */
export interface CarePlan {
  readonly seed: string;
  readonly source: string;
  /** The graph's ids of the customers, by their numbers from 0. */
  readonly customerIds: readonly string[];
  readonly now: Date;
}

/** Brings what customers agreed to and need into the graph, or leaves what is there as it is. */
export async function sendCare(client: GraphClient, { seed, source, customerIds, now }: CarePlan): Promise<void> {
  for (const { customer, given, withdrawn, vulnerability } of demoCare(seed, now)) {
    const customerId = customerIds[customer] ?? '';
    let count = 0;
    const send = (verb: string, success: string, told: object) => {
      const input = { ...told, customerId, idempotencyKey: `${source}/care/${customer}/${(count += 1)}` };
      // Another day's demo says when to review anew: under the same key that is another input.
      return change(client, { verb, input, expected: [success, 'IdempotencyKeyReused'] });
    };
    for (const each of given) await send('recordConsent', 'ConsentRecorded', each);
    for (const each of withdrawn) await send('withdrawConsent', 'ConsentWithdrawn', each);
    if (vulnerability) await send('recordVulnerability', 'VulnerabilityRecorded', vulnerability);
  }
}
