import { isIdOf, type Problem } from '@courtesy/kernel';
import type { AskableCaseVerb, CaseStepInput } from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithText } from './case.ts';
import type { CaseStep } from './step.ts';

const prefixes = { siteId: ['site', 'site'], teamId: ['team', 'team'], assigneeId: ['pers', 'person'] } as const;

/** What is wrong with a step in itself, whatever the case; empty when nothing is. */
export function problemsOfStep(step: CaseStep): Problem[] {
  if ('reason' in step) {
    const problem = problemWithText('reason', step.reason, MAX_REASON);
    return problem ? [problem] : [];
  }
  if (step.verb !== 'ASSIGN') return [];
  return (Object.keys(prefixes) as (keyof typeof prefixes)[]).flatMap((path) => {
    const id = step[path];
    const [prefix, noun] = prefixes[path];
    return typeof id === 'string' && !isIdOf(prefix, id)
      ? [{ path, message: `"${id}" is not the id of a ${noun}` }]
      : [];
  });
}

/** What each verb needs beside the case; of an assignment, at least one. */
const needs: Readonly<Record<AskableCaseVerb, readonly (keyof CaseStepInput)[]>> = {
  ASSIGN: [],
  START: [],
  AWAIT_CUSTOMER: ['reason'],
  AWAIT_THIRD_PARTY: ['reason'],
  RESOLVE: ['outcome'],
  CLOSE: [],
  REOPEN: ['reason'],
  CANCEL: ['reason'],
  PRIORITISE: ['priority', 'reason'],
  DISPUTE: ['disputed'],
};

/** What each verb takes. */
const takes: Readonly<Record<AskableCaseVerb, readonly (keyof CaseStepInput)[]>> = {
  ...needs,
  ASSIGN: ['siteId', 'teamId', 'assigneeId'],
  RESOLVE: ['outcome', 'respondedInTime'],
};

const isGiven = (input: CaseStepInput, name: keyof CaseStepInput) => input[name] !== undefined && input[name] !== null;

/** Reads a step that is told as one input for all verbs: what a verb needs must be there, and what it does not know must not. */
export function readStep(input: CaseStepInput): CaseStep | readonly Problem[] {
  const { verb } = input;
  const named = (Object.keys(input) as (keyof CaseStepInput)[]).filter((name) => name !== 'verb');
  const problems: Problem[] = [
    ...needs[verb]
      .filter((name) => !isGiven(input, name))
      .map((path) => ({ path, message: `is missing; ${verb} needs it` })),
    ...named
      .filter((name) => isGiven(input, name) && !takes[verb].includes(name))
      .map((path) => ({ path, message: `is nothing that ${verb} knows; leave it out` })),
  ];
  if (verb === 'ASSIGN' && !takes.ASSIGN.some((name) => input[name] !== undefined))
    problems.push({ path: 'siteId', message: 'is missing; name a site, a team or a person' });
  // What the verb needs was found above, which the types cannot follow.
  const step = input as unknown as CaseStep;
  if (problems.length === 0) problems.push(...problemsOfStep(step));
  return problems.length > 0 ? problems : step;
}
