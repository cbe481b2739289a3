import type { Resolvers } from '../resolver-types.ts';
import { approveDecisionTableVersion, withdrawDecisionTableVersion } from './approval.commands.ts';
import type { CitingRule } from './approval-gate.ts';
import { draftDecisionTable, draftDecisionTableVersion } from './drafting.commands.ts';
import { importDecisionModel } from './importing.commands.ts';
import { reviseDecisionTable } from './revising.commands.ts';
import { inWords, type RulePlace, type RuleTableAnalysis } from './table-findings.ts';

const rowOf = ({ table, number }: RulePlace): string => `rule ${number} of "${table}"`;

function gapIn([first]: readonly RuleTableAnalysis[]): string {
  const facts = inWords(first?.gaps[0]?.example ?? []);
  return `"${first?.table}" answers NO_RULE for ${facts}, and no output has a default. Add a rule, or a default.`;
}

function overlapIn([first]: readonly RuleTableAnalysis[]): string {
  const overlap = first?.overlaps[0];
  const rules = overlap?.rules.map(({ number }) => number).join(' and ');
  return `Rules ${rules} of "${first?.table}" both match ${inWords(overlap?.example ?? [])}, where one may. Narrow one, or choose another hit policy.`;
}

function undecidedIn([first]: readonly RuleTableAnalysis[]): string {
  const cell = first?.undecided[0];
  const where = cell?.rule ? `the test ${cell.text} of ${rowOf(cell.rule)}` : `column ${cell?.input} (${cell?.text})`;
  const reason = cell ? `only running ${where} tells what it matches` : 'it is too intricate to be searched whole';
  return `Whether "${first?.table}" answers all facts cannot be told: ${reason}. Give an output a default.`;
}

function unfoundedIn([first]: readonly CitingRule[]): string {
  const cites = first?.provision
    ? `cites ${first.provision.anchor}, which its policy does not have in the version in effect then`
    : 'cites no clause';
  return `${first ? rowOf(first.rule).replace(/^r/, 'R') : 'A rule'} ${cites}. Each rule rests on a clause.`;
}

/** How the mutations of decision tables map to functions, and what people are told of what is refused. */
export const authoringResolvers: Resolvers = {
  Mutation: {
    draftDecisionTable: (_, { input }, context) => draftDecisionTable(context, input),
    draftDecisionTableVersion: (_, { input }, context) => draftDecisionTableVersion(context, input),
    reviseDecisionTable: (_, { input }, context) => reviseDecisionTable(context, input),
    importDecisionModel: (_, { input }, context) => importDecisionModel(context, input),
    approveDecisionTableVersion: (_, { input }, context) => approveDecisionTableVersion(context, input),
    withdrawDecisionTableVersion: (_, { input }, context) => withdrawDecisionTableVersion(context, input),
  },
  DecisionTableNameTaken: {
    message: ({ decisionTable }) =>
      `There is a decision table "${decisionTable.name}" already. Draft its next version, or choose another name.`,
  },
  DecisionTableDraftInProgress: {
    message: ({ decisionTableVersion }) =>
      `Version ${decisionTableVersion.number} is being written. Revise it, or withdraw it first.`,
  },
  IllegalDecisionTableState: {
    message: ({ decisionTableVersion, state }) =>
      `Version ${decisionTableVersion.number} is ${state.toLowerCase()}, which does not allow this. Draft a new version to decide otherwise.`,
  },
  OverlappingDecisionTableVersion: {
    message: ({ decisionTableVersion }) =>
      `Version ${decisionTableVersion.number} is in effect in that time. Choose dates that leave it alone, or withdraw it.`,
  },
  TableHasGap: { message: ({ tables }) => gapIn(tables) },
  TableHasOverlap: { message: ({ tables }) => overlapIn(tables) },
  TableUndecided: { message: ({ tables }) => undecidedIn(tables) },
  ClauseMissing: {
    message: ({ rules }) => unfoundedIn(rules),
    rules: ({ rules, effectiveFrom }) =>
      rules.map(({ rule, provision }) => ({ rule, citation: provision && { ...provision, at: effectiveFrom } })),
  },
};
