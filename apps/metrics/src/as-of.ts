import type { AsOfFields, AsOfTypes } from '@courtesy/subgraph';
import type {
  BudgetCommitmentResolvers,
  BudgetLineResolvers,
  BudgetResolvers,
  CostEntryResolvers,
} from './resolver-types.ts';

const ofBudget: AsOfFields<BudgetResolvers> = {
  id: 'THEN',
  name: 'THEN',
  year: 'THEN',
  currency: 'THEN',
  owner: 'THEN',
  status: 'THEN',
  openedAt: 'THEN',
  version: 'THEN',
  lines: 'NOW',
};

const ofLine: AsOfFields<BudgetLineResolvers> = {
  id: 'THEN',
  budget: 'THEN',
  category: 'THEN',
  site: 'THEN',
  month: 'THEN',
  control: 'THEN',
  thresholdPercent: 'THEN',
  planned: 'THEN',
  committed: 'THEN',
  actual: 'THEN',
  available: 'THEN',
  forecast: 'THEN',
  isAtThreshold: 'THEN',
  entries: 'THEN',
  commitments: 'THEN',
  version: 'THEN',
};

const ofCommitment: AsOfFields<BudgetCommitmentResolvers> = {
  id: 'THEN',
  line: 'THEN',
  amount: 'THEN',
  status: 'THEN',
  settled: 'THEN',
  refund: 'THEN',
  award: 'THEN',
  reservedAt: 'THEN',
  endedAt: 'THEN',
};

const ofEntry: AsOfFields<CostEntryResolvers> = {
  id: 'THEN',
  line: 'THEN',
  number: 'THEN',
  kind: 'THEN',
  planned: 'THEN',
  committed: 'THEN',
  actual: 'THEN',
  commitment: 'THEN',
  because: 'THEN',
  enteredBy: 'THEN',
  enteredAt: 'THEN',
};

/** What fields answer of what this service tells as of an instant (ADR 0022). Figures are as of an instant by arguments of their own. */
export const asOfTypes: AsOfTypes = {
  Budget: ofBudget,
  BudgetLine: ofLine,
  BudgetCommitment: ofCommitment,
  CostEntry: ofEntry,
};
