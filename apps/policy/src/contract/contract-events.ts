import type { NewEvent } from '@courtesy/events';
import { decisionDueOn, type ServiceContract } from './contract.ts';

/** What other services are told of where a contract stands; a draft binds nobody, and nobody is told of it. */
export const contractEvent = (contract: ServiceContract, time: Date): NewEvent => ({
  ...{ type: 'courtesy.contract.changed.v1', subject: contract.id, sequence: contract.version, time },
  data: {
    ...{ customerId: contract.customerId, status: contract.status, startsOn: contract.startsOn },
    ...{ endsOn: contract.endsOn, renewalMode: contract.renewalMode, decisionDueOn: decisionDueOn(contract) },
    ...{ renewalDecision: contract.renewalDecision, valueMinor: contract.valueMinor?.toString() ?? null },
    currency: contract.valueCurrency,
  },
});
