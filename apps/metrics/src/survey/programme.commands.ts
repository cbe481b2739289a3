import { invalidInput, isIdOf, notFound, parseDuration, staleVersion, type Duration } from '@courtesy/kernel';
import { once, type Transaction } from '@courtesy/persistence';
import { type Context, forbidden } from '@courtesy/subgraph';
import type {
  EndSurveyProgrammeInput,
  ReviseSurveyProgrammeInput,
  StartSurveyProgrammeInput,
  SurveyTermsInput,
} from '@courtesy/graph-types/metrics';
import {
  ended,
  problemsOfBecause,
  problemsOfName,
  problemsOfTerms,
  revised,
  type SurveyProgramme,
  type SurveyProgrammeVersion,
  type SurveyTerms,
} from './programme.ts';
import { addProgramme, addVersion, lockProgramme, mayAskAt, saveProgramme } from './programme.store.ts';
import { programmeEvent } from './survey-events.ts';

const NONE = 0 as Duration;
const TWO_WEEKS = parseDuration('P14D');
const A_DAY = parseDuration('P1D');

const termsOfInput = (input: SurveyTermsInput): SurveyTerms => ({
  ...{ moment: input.moment, channels: input.channels ?? [], delay: input.delay ?? NONE },
  ...{ sharePercent: input.sharePercent ?? 100, interval: input.interval ?? TWO_WEEKS },
  ...{ answerWithin: input.answerWithin ?? TWO_WEEKS, correctWithin: input.correctWithin ?? A_DAY },
  ...{ followUpAtMost: input.followUpAtMost ?? null, question: input.question.trim() },
  wordsQuestion: input.wordsQuestion?.trim() ?? null,
});

const versionOf = (
  { newId, actor, now }: Context,
  { id, versionNumber }: SurveyProgramme,
  { terms, because }: { readonly terms: SurveyTerms; readonly because: string | null },
): SurveyProgrammeVersion => ({
  ...{ id: newId('srpv'), programmeId: id, number: versionNumber, ...terms, because },
  ...{ decidedById: actor.personId ?? null, decidedAt: now() },
});

const told = ({ actor, now }: Context, programme: SurveyProgramme) =>
  programmeEvent(programme, { personId: actor.personId ?? null, at: now() });

const beyond = () => forbidden('This lies beyond whose work you may ask about.');

/** Starts to ask customers. @throws a FORBIDDEN error of work beyond the caller's reach. */
export async function startSurveyProgramme(context: Context, input: StartSurveyProgrammeInput) {
  const { db, actor, newId, now } = context;
  const siteId = input.siteId ?? null;
  const terms = termsOfInput(input.terms);
  const problems = [
    ...problemsOfName(input.name),
    ...problemsOfTerms(input.kind, terms).map((each) => ({ ...each, path: `terms.${each.path}` })),
    ...(siteId === null || isIdOf('site', siteId) ? [] : [{ path: 'siteId', message: `"${siteId}" is no site's id` }]),
  ];
  if (problems.length > 0) return invalidInput(problems);
  const asked = { key: input.idempotencyKey, operation: 'startSurveyProgramme', subject: actor.subject, input };
  return db.transaction((tx) =>
    once(tx, { ...asked, now: now() }, async () => {
      if (!(await mayAskAt(tx.manager, actor, siteId))) throw beyond();
      const programme: SurveyProgramme = {
        ...{ id: newId('srvp'), name: input.name.trim(), kind: input.kind, siteId, versionNumber: 1 },
        ...{ startedAt: now(), startedById: actor.personId ?? null, endedAt: null, version: 1 },
      };
      await addProgramme(tx.manager, programme, versionOf(context, programme, { terms, because: null }));
      tx.emit(told(context, programme));
      return { type: 'SurveyProgrammeStarted' as const, programme };
    }),
  );
}

interface Request {
  readonly programmeId: string;
  readonly expectedVersion?: number | null | undefined;
}

/** The one way of a change: lock, decide, save, announce. */
function amend<T>(
  context: Context,
  { programmeId, expectedVersion }: Request,
  decide: (current: SurveyProgramme, tx: Transaction) => T | Promise<T>,
) {
  return context.db.transaction(async (tx) => {
    const current = await lockProgramme(tx.manager, programmeId);
    if (!current) return notFound(programmeId);
    if (!(await mayAskAt(tx.manager, context.actor, current.siteId))) throw beyond();
    const expected = expectedVersion ?? current.version;
    if (expected !== current.version) return staleVersion(expected, current);
    return decide(current, tx);
  });
}

async function keep(context: Context, tx: Transaction, programme: SurveyProgramme): Promise<void> {
  await saveProgramme(tx.manager, programme);
  tx.emit(told(context, programme));
}

/** Gives a programme another version. @throws a FORBIDDEN error of work beyond the caller's reach. */
export async function reviseSurveyProgramme(context: Context, input: ReviseSurveyProgrammeInput) {
  const terms = termsOfInput(input.terms);
  return amend(context, input, async (current, tx) => {
    const problems = [
      ...problemsOfTerms(current.kind, terms).map((each) => ({ ...each, path: `terms.${each.path}` })),
      ...problemsOfBecause(input.because),
    ];
    if (problems.length > 0) return invalidInput(problems);
    const programme = revised(current);
    if ('type' in programme) return programme;
    const because = input.because.trim();
    await addVersion(tx.manager, versionOf(context, programme, { terms, because }));
    await keep(context, tx, programme);
    return { type: 'SurveyProgrammeRevised' as const, programme };
  });
}

/** Ends a programme: it asks of nothing that happens from now on. @throws a FORBIDDEN error of work beyond the caller's reach. */
export async function endSurveyProgramme(context: Context, input: EndSurveyProgrammeInput) {
  return amend(context, input, async (current, tx) => {
    const programme = ended(current, context.now());
    if ('type' in programme) return programme;
    await keep(context, tx, programme);
    return { type: 'SurveyProgrammeEnded' as const, programme };
  });
}
