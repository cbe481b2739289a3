import {
  invalidInput,
  isIdOf,
  notFound,
  staleVersion,
  type InvalidInput,
  type NotFound,
  type Problem,
  type StaleVersion,
} from '@courtesy/kernel';
import { once, type IdempotencyKeyReused } from '@courtesy/persistence';
import type { Context } from '@courtesy/subgraph';
import type {
  AddMacroInput,
  ApplyMacroInput,
  CaseStepInput,
  InputMaybe,
  RetireMacroInput,
  ReviseMacroInput,
  TransitionCasesItemInput,
} from '@courtesy/graph-types/cases';
import { MAX_REASON, problemWithNote, problemWithText } from '../case/case.ts';
import { moveCases } from '../case/move.commands.ts';
import { hasMoved, type MoveOutcome } from '../case/move.ts';
import { problemsOfSteps, stepsOf } from '../case/steps.ts';
import {
  MAX_APPLIED,
  MAX_TITLE,
  StepRefused,
  type Macro,
  type MacroAdded,
  type MacroApplied,
  type MacroIsRetired,
  type MacroOutcome,
  type MacroRetired,
  type MacroRevised,
} from './macro.ts';
import { addMacro as keepMacro, lockMacro, macrosById, saveMacro } from './macro.store.ts';

/** What people say of a macro or a rule. */
interface Described {
  readonly name: string;
  readonly description?: InputMaybe<string>;
  readonly steps: readonly CaseStepInput[];
}

/** What is wrong with what people say of a macro or a rule; empty when nothing is. */
export function problemsOfDescribed({ name, description, steps }: Described): Problem[] {
  const problems = [
    problemWithText('name', name, MAX_TITLE),
    problemWithNote('description', description ?? '', MAX_REASON),
  ];
  return [...problems.flatMap((problem) => problem ?? []), ...problemsOfSteps(steps)];
}

const problemsOfMacro = (input: AddMacroInput | ReviseMacroInput): Problem[] => {
  const { teamId } = input;
  const problems = problemsOfDescribed(input);
  if (teamId && !isIdOf('team', teamId))
    problems.push({ path: 'teamId', message: `"${teamId}" is not the id of a team` });
  return problems;
};

/** Adds a macro. */
export async function addMacro(
  { db, actor, now, newId }: Context,
  input: AddMacroInput,
): Promise<MacroAdded | InvalidInput | IdempotencyKeyReused> {
  const problems = problemsOfMacro(input);
  if (problems.length > 0) return invalidInput(problems);
  const request = { key: input.idempotencyKey, operation: 'addMacro', subject: actor.subject, input, now: now() };
  return db.transaction((tx) =>
    once(tx, request, async () => {
      const macro: Macro = {
        ...{ id: newId('mac'), name: input.name.trim(), description: input.description ?? '', steps: input.steps },
        ...{ teamId: input.teamId ?? null, addedBy: actor.subject, addedAt: now(), retiredAt: null, version: 1 },
      };
      await keepMacro(tx.manager, macro);
      return { type: 'MacroAdded' as const, macro };
    }),
  );
}

/** What can come of a change of a macro. */
type MacroChange<T> = T | NotFound | StaleVersion<Macro> | MacroIsRetired;

/** The one way of a change: lock, decide, save. */
function changeMacro<T extends MacroRevised | MacroRetired>(
  { db, actor }: Context,
  request: { readonly macroId: string; readonly expectedVersion?: InputMaybe<number> },
  decide: (current: Macro) => T,
): Promise<MacroChange<T>> {
  return db.transaction(async (tx): Promise<MacroChange<T>> => {
    const current = await lockMacro(tx.manager, actor, request.macroId);
    if (!current) return notFound(request.macroId);
    const expected = request.expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    if (current.retiredAt) return { type: 'MacroIsRetired', macro: current };
    const changed = decide(current);
    await saveMacro(tx.manager, changed.macro);
    return changed;
  });
}

/** Lets a macro say something else. What it did before stays done. */
export async function reviseMacro(
  context: Context,
  input: ReviseMacroInput,
): Promise<MacroChange<MacroRevised> | InvalidInput> {
  const problems = problemsOfMacro(input);
  if (problems.length > 0) return invalidInput(problems);
  const { steps, teamId = null } = input;
  return changeMacro(context, input, (current) => ({
    type: 'MacroRevised',
    macro: {
      ...current,
      ...{ name: input.name.trim(), description: input.description ?? '', steps, teamId, version: current.version + 1 },
    },
  }));
}

/** Lets a macro be applied no more. */
export function retireMacro(context: Context, input: RetireMacroInput): Promise<MacroChange<MacroRetired>> {
  return changeMacro(context, input, (current) => ({
    type: 'MacroRetired',
    macro: { ...current, retiredAt: context.now(), version: current.version + 1 },
  }));
}

type MacroOutcomeOfCase = Omit<MacroOutcome, 'index'>;

/** Takes the steps of a macro with one case, all of them or none. */
async function applyToCase(
  context: Context,
  macro: Macro,
  item: TransitionCasesItemInput,
  input: ApplyMacroInput,
): Promise<MacroOutcomeOfCase> {
  const { caseId } = item;
  const { override } = input;
  const key = input.idempotencyKey && `${input.idempotencyKey} ${caseId}`;
  const asked = { macroId: macro.id, version: macro.version, item, override };
  const request = { key, operation: 'applyMacro', subject: context.actor.subject, input: asked, now: context.now() };
  const takeAll = async (): Promise<MacroOutcomeOfCase> =>
    context.db.transaction(async (tx) => {
      const outcome = await once(tx, request, async (): Promise<MacroOutcomeOfCase> => {
        let result: MoveOutcome = notFound(caseId);
        for (const [index, step] of stepsOf(macro.steps).entries()) {
          const expectedVersion = index === 0 ? item.expectedVersion : null;
          const [taken = notFound(caseId)] = await moveCases(context, tx, [
            { caseId, step, expectedVersion, override },
          ]);
          if (!hasMoved(taken)) throw new StepRefused(index, taken);
          result = taken;
        }
        return { refusedStep: null, result };
      });
      if ('key' in outcome) {
        const message = 'was used with another macro, case or override; take a new one';
        throw new StepRefused(0, invalidInput([{ path: 'idempotencyKey', message }]));
      }
      return outcome;
    });
  try {
    return await takeAll();
  } catch (failure) {
    if (!(failure instanceof StepRefused)) throw failure;
    return { refusedStep: failure.step, result: failure.result };
  }
}

/** Applies a macro to cases, each for itself: what is refused for one leaves that one as it was and hinders no other. */
export async function applyMacro(
  context: Context,
  input: ApplyMacroInput,
): Promise<MacroApplied | NotFound | MacroIsRetired | InvalidInput> {
  const count = input.cases.length;
  if (count === 0 || count > MAX_APPLIED)
    return invalidInput([{ path: 'cases', message: `has ${count} items; send 1 to ${MAX_APPLIED}` }]);
  const macro = await context.load(macrosById, input.macroId, undefined);
  if (!macro) return notFound(input.macroId);
  if (macro.retiredAt) return { type: 'MacroIsRetired', macro };
  const outcomes: MacroOutcome[] = [];
  for (const [index, item] of input.cases.entries())
    outcomes.push({ index, ...(await applyToCase(context, macro, item, input)) });
  return { type: 'MacroApplied', macro, outcomes };
}
