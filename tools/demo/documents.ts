import type {
  AuthorityDecisionType,
  AuthorityRole,
  ClauseInput,
  JobRole,
  PolicyKind,
} from '@courtesy/graph-types/policy';

/** What a document of the demo says for a time. */
export interface DemoVersion {
  readonly summary: string;
  /** Its first day, within the demo's two years. */
  readonly from: string;
  readonly clauses: readonly ClauseInput[];
}

/** A policy, procedure, standard or strategy of the demo. */
export interface DemoDocument {
  readonly key: string;
  readonly title: string;
  readonly kind: PolicyKind;
  /** The key of the person who answers for it. */
  readonly owner: string;
  /** The work of those it is for; empty when everybody's. */
  readonly roles: readonly JobRole[];
  /** The day by which it is looked at again. */
  readonly reviewDueOn: string;
  /** In order of time. */
  readonly versions: readonly DemoVersion[];
}

const clause = (anchor: string, heading: string, text: string): ClauseInput => ({ anchor, heading, text });

/** What agents and team leads may give back under the two versions of the refund authority, in pounds. */
const authority = (agent: number, lead: number): ClauseInput[] => [
  clause('agent', 'Agents', `An agent may refund up to £${agent} on a case and £${agent * 4} on a day.`),
  clause('lead', 'Team leads', `A team lead may refund up to £${lead} on a case.`),
  clause(
    'manager',
    'Managers',
    'A manager may refund up to £1,000 on a case. Anything above goes to the regional manager.',
  ),
  clause(
    'own-request',
    'Own requests',
    'Nobody approves what they asked for themselves, whatever they may decide for others.',
  ),
  clause(
    'splitting',
    'One matter, one decision',
    'What is given on one order counts together, however many cases it is spread over.',
  ),
];

/** The documents of the demo. */
export const DOCUMENTS: readonly DemoDocument[] = [
  {
    key: 'refund-authority',
    title: 'Authority to refund',
    kind: 'POLICY',
    owner: 'executive',
    roles: ['AGENT', 'LEAD', 'MANAGER', 'REGIONAL'],
    reviewDueOn: '2027-06-01',
    versions: [
      { summary: 'Who may refund how much.', from: '2024-11-01', clauses: authority(50, 200) },
      { summary: 'Agents decide up to £75, team leads up to £250.', from: '2026-06-01', clauses: authority(75, 250) },
    ],
  },
  {
    key: 'complaints',
    title: 'Handling complaints',
    kind: 'PROCEDURE',
    owner: 'regional-north',
    roles: [],
    reviewDueOn: '2026-12-15',
    versions: [
      {
        summary: 'How a complaint is taken, looked into and answered.',
        from: '2024-11-01',
        clauses: [
          clause(
            'what',
            'What a complaint is',
            'Any expression of dissatisfaction that wants an answer, whatever the customer calls it.',
          ),
          clause(
            'record',
            'Record it',
            'Record the complaint while the customer is with you, in their words, and what they ask for.',
          ),
          clause('acknowledge', 'Acknowledge it', 'Acknowledge within one working day, and name who looks after it.'),
          clause(
            'look-into',
            'Look into it',
            'Hear the customer and whoever was involved. Keep what you relied on with the case.',
          ),
          clause(
            'answer',
            'Answer it',
            'Say what was decided and why, what is done about it, and where the customer may go if they disagree.',
          ),
          clause('learn', 'Learn from it', 'Name the root cause. The team lead brings it to the next meeting.'),
        ],
      },
    ],
  },
  {
    key: 'courtesy',
    title: 'How we speak with customers',
    kind: 'STANDARD',
    owner: 'manager-leeds',
    roles: ['AGENT', 'LEAD'],
    reviewDueOn: '2027-01-31',
    versions: [
      {
        summary: 'Courtesy on every channel.',
        from: '2025-01-01',
        clauses: [
          clause('greet', 'Greeting', 'Give your name and ask how you can help.'),
          clause('listen', 'Listening', 'Let the customer finish, then say in your words what you understood.'),
          clause('plain', 'Plain words', 'Write as you speak: short sentences, no terms of ours.'),
          clause('promise', 'Promises', 'Promise only what you can keep, say by when, and record it.'),
        ],
      },
    ],
  },
  {
    key: 'appearance',
    title: 'Appearance and uniform in stores',
    kind: 'STANDARD',
    owner: 'regional-south',
    roles: ['AGENT', 'LEAD', 'MANAGER'],
    reviewDueOn: '2026-11-30',
    versions: [
      {
        summary: 'What is worn at the service desk.',
        from: '2025-03-01',
        clauses: [
          clause('uniform', 'Uniform', 'The uniform and name badge are worn whenever customers are present.'),
          clause('shoes', 'Shoes', 'Closed shoes with a firm sole.'),
        ],
      },
    ],
  },
  {
    key: 'strategy',
    title: 'Customer service strategy',
    kind: 'STRATEGY',
    owner: 'executive',
    roles: ['MANAGER', 'REGIONAL', 'EXECUTIVE'],
    reviewDueOn: '2027-10-31',
    versions: [
      {
        summary: 'Where the service is to stand in three years.',
        from: '2025-01-01',
        clauses: [
          clause(
            'first-time',
            'Right the first time',
            'Three of four matters are settled at the first contact by the end of 2027.',
          ),
          clause('fair', 'Fair alike', 'The same facts lead to the same answer at every site.'),
          clause('people', 'People', 'Every agent has a coaching conversation each month.'),
        ],
      },
    ],
  },
];

/** Authority that holders of a job have, in pounds. */
export interface DemoGrant {
  readonly role: AuthorityRole;
  readonly decisionType: AuthorityDecisionType;
  readonly perCase: number;
  readonly perDay?: number;
  readonly perOrder?: number;
  /** The clause of the document `refund-authority` that it rests on; absent when it rests on none. */
  readonly anchor?: string;
}

/** Who may decide how much in the demo. */
export const GRANTS: readonly DemoGrant[] = [
  { role: 'AGENT', decisionType: 'REFUND', perCase: 75, perDay: 300, perOrder: 150, anchor: 'agent' },
  { role: 'LEAD', decisionType: 'REFUND', perCase: 250, perDay: 2_000, perOrder: 500, anchor: 'lead' },
  { role: 'MANAGER', decisionType: 'REFUND', perCase: 1_000, anchor: 'manager' },
  { role: 'REGIONAL', decisionType: 'REFUND', perCase: 10_000, anchor: 'manager' },
  { role: 'AGENT', decisionType: 'GOODWILL', perCase: 20, perDay: 60 },
  { role: 'LEAD', decisionType: 'GOODWILL', perCase: 50, perDay: 250 },
  { role: 'MANAGER', decisionType: 'GOODWILL', perCase: 200 },
  { role: 'LEAD', decisionType: 'COMPENSATION', perCase: 100 },
  { role: 'MANAGER', decisionType: 'COMPENSATION', perCase: 1_000 },
  { role: 'REGIONAL', decisionType: 'COMPENSATION', perCase: 5_000 },
];
