import type { ControlEffectiveness, RiskCategory, RiskControlKind, RiskLevel } from '@courtesy/graph-types/policy';

/** Likelihood and impact, each from 1 to 5. */
export type DemoRating = readonly [likelihood: number, impact: number];

/** A risk of the demo, with its control. */
export interface DemoRisk {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly category: RiskCategory;
  readonly owner: string;
  readonly inherent: DemoRating;
  readonly residual: DemoRating;
  readonly appetite: RiskLevel;
  readonly control: string;
  readonly kind: RiskControlKind;
  readonly effectiveness: ControlEffectiveness;
}

type Row = readonly [
  key: string,
  title: string,
  description: string,
  category: RiskCategory,
  owner: string,
  inherent: DemoRating,
  residual: DemoRating,
  control: string,
  kind: RiskControlKind,
  effectiveness: ControlEffectiveness,
];

const rows: readonly Row[] = [
  [
    'outage',
    'Telephones fail',
    'Customers cannot reach the contact centres.',
    'TECHNOLOGY',
    'executive',
    [3, 5],
    [2, 4],
    'Second line by another carrier',
    'CORRECTIVE',
    'EFFECTIVE',
  ],
  [
    'peak',
    'Winter peak',
    'More calls than agents to take them.',
    'SERVICE',
    'regional-north',
    [5, 3],
    [4, 3],
    'Seasonal rota',
    'PREVENTIVE',
    'PARTIALLY_EFFECTIVE',
  ],
  [
    'late-answers',
    'Complaints answered late',
    'Answers come after their final date.',
    'COMPLIANCE',
    'regional-north',
    [4, 4],
    [2, 4],
    'Daily list of what falls due',
    'DETECTIVE',
    'EFFECTIVE',
  ],
  [
    'refund-fraud',
    'Refund fraud',
    'Refunds are paid that nobody is owed.',
    'FINANCIAL',
    'executive',
    [4, 4],
    [3, 3],
    'Review of repeated refunds',
    'DETECTIVE',
    'PARTIALLY_EFFECTIVE',
  ],
  [
    'turnover',
    'Agents leave',
    'Experience is lost faster than it grows.',
    'PEOPLE',
    'manager-leeds',
    [4, 3],
    [3, 3],
    'Monthly coaching',
    'PREVENTIVE',
    'PARTIALLY_EFFECTIVE',
  ],
  [
    'courier',
    'Courier fails',
    'Orders arrive late or not at all.',
    'SUPPLIER',
    'regional-south',
    [3, 4],
    [3, 3],
    'Second courier',
    'CORRECTIVE',
    'EFFECTIVE',
  ],
  [
    'vulnerable',
    'Circumstances missed',
    'Somebody who needs more care does not get it.',
    'SERVICE',
    'executive',
    [3, 5],
    [2, 5],
    'Reminder at the start of a call',
    'PREVENTIVE',
    'PARTIALLY_EFFECTIVE',
  ],
  [
    'data',
    'Data sent to the wrong person',
    'A letter or mail reaches somebody else.',
    'COMPLIANCE',
    'executive',
    [3, 4],
    [2, 3],
    'Second look at letters',
    'PREVENTIVE',
    'EFFECTIVE',
  ],
  [
    'billing-run',
    'Wrong bills',
    'A billing run goes out with wrong amounts.',
    'FINANCIAL',
    'regional-south',
    [2, 5],
    [1, 4],
    'Sample before each run',
    'DETECTIVE',
    'EFFECTIVE',
  ],
  [
    'safety',
    'Threats at the desk',
    'Staff are threatened in a store.',
    'PEOPLE',
    'manager-leeds',
    [3, 4],
    [3, 4],
    'Panic button',
    'CORRECTIVE',
    'INEFFECTIVE',
  ],
];

/** The risks of the demo: some within appetite, some above it. */
export const RISKS: readonly DemoRisk[] = rows.map(
  ([key, title, description, category, owner, inherent, residual, control, kind, effectiveness]) => ({
    ...{ key, title, description, category, owner, inherent, residual, control, kind, effectiveness },
    appetite: 'MODERATE',
  }),
);
