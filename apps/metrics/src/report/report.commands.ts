import { invalidInput, notFound, type Problem } from '@courtesy/kernel';
import { once } from '@courtesy/persistence';
import { type Context, forbidden, onceRequest, requireAll } from '@courtesy/subgraph';
import type {
  CommentOnReportInput,
  DefineReportInput,
  RunReportInput,
  SignOffReportInput,
} from '@courtesy/graph-types/metrics';
import { namesOf } from '../fact/dimension.store.ts';
import { problemWithPeriod } from '../metric/period.ts';
import { reportingCurrency, reportingZone } from '../metric/reporting-day.ts';
import { renderReport } from './rendering.commands.ts';
import {
  problemsOfCommentary,
  problemsOfReport,
  reportFormats,
  type ReportBlock,
  type ReportCommentary,
  type ReportDefinition,
  type KeptFile,
  type ReportFormat,
  type ReportRun,
} from './report.ts';
import {
  addCommentary,
  addDefinition,
  addFiles,
  addRun,
  commentaryOfRuns,
  keptFile,
  lockRun,
  newestDefinition,
  saveSignature,
  standing,
} from './report.store.ts';
import { contentOf, hashOf, problemOfBlock, type RunScope } from './running.commands.ts';

const planOf = ({
  metricKey,
  by,
  grain,
  caseType,
  chart,
}: DefineReportInput['sections'][number]['blocks'][number]): ReportBlock => ({
  ...{ metricKey, by: by ?? null, grain: grain ?? 'TOTAL', caseType: caseType ?? null, chart: chart ?? 'NONE' },
});

/** Puts a report on record, or a new version of it. @throws a FORBIDDEN error for a caller who does not reach the whole organisation. */
export async function defineReport(context: Context, input: DefineReportInput) {
  const { actor, db, newId, now } = context;
  requireAll(context, 'Reports are defined by whoever reaches the whole organisation.');
  const sections = input.sections.map(({ key, title, blocks }) => ({
    key,
    title: title.trim(),
    blocks: blocks.map(planOf),
  }));
  const problems: Problem[] = problemsOfReport(input);
  for (const [i, { blocks }] of sections.entries())
    for (const [j, block] of blocks.entries()) {
      const message = await problemOfBlock(context, block);
      if (message !== null) problems.push({ path: `sections[${i}].blocks[${j}]`, message });
    }
  if (problems.length > 0) return invalidInput(problems);
  return db.transaction((tx) =>
    once(tx, onceRequest(context, 'defineReport', input), async () => {
      await tx.manager.query(`SELECT pg_advisory_xact_lock(hashtext('report ' || $1))`, [input.key]);
      const before = await newestDefinition(tx.manager, input.key);
      const definition: ReportDefinition = {
        ...{
          id: newId('rdef'),
          key: input.key,
          version: (before?.version ?? 0) + 1,
          name: input.name.trim(),
          sections,
        },
        ...{ definedAt: now(), definedBy: actor.subject },
      };
      await addDefinition(tx.manager, definition);
      return { type: 'ReportDefined' as const, definition };
    }),
  );
}

/** The site that a run is about: whoever does not see everything runs reports of a site of theirs. */
export function siteOf({ actor }: Context, siteId: string | null | undefined): string | null {
  if (actor.reach === 'ALL' || actor.reach === 'REGION') {
    if (actor.reach === 'REGION' && siteId == null) throw forbidden('Name a site of your region.');
    return siteId ?? null;
  }
  if (actor.reach !== 'SITE' || (siteId != null && siteId !== actor.siteId))
    throw forbidden('A report is run by whoever sees all that it is about.');
  return actor.siteId ?? null;
}

/** What a report shows over a period, frozen, as a run that is not on record yet. */
export async function frozenRun(context: Context, definition: ReportDefinition, scope: RunScope): Promise<ReportRun> {
  const { actor, newId, now, config } = context;
  const content = await contentOf(context, definition, scope);
  const { period, siteId } = scope;
  return {
    ...{ id: newId('rrun'), definitionId: definition.id, name: definition.name, ...period, siteId },
    ...{ timeZone: reportingZone(config), currency: reportingCurrency(config), content, contentHash: hashOf(content) },
    ...{ runAt: now(), runBy: actor.subject, runById: actor.personId ?? null },
    ...{ signedAt: null, signedBy: null, signedById: null, version: 1 },
  };
}

/** Runs a report over a period, and freezes what it shows. @throws a FORBIDDEN error for a caller who does not see all that it is about. */
export async function runReport(context: Context, input: RunReportInput) {
  const { db, config } = context;
  const siteId = siteOf(context, input.siteId);
  const definition = await newestDefinition(db.manager, input.key);
  if (!definition) return notFound(input.key);
  const problem = problemWithPeriod(input.period, 'DAY', reportingZone(config));
  if (problem) return invalidInput([{ path: 'period', message: problem }]);
  return db.transaction((tx) =>
    once(tx, onceRequest(context, 'runReport', input), async () => {
      const run = await frozenRun(context, definition, { period: input.period, siteId });
      await addRun(tx.manager, run);
      return { type: 'ReportRan' as const, run };
    }),
  );
}

/** Says something of a section of a run that is not signed yet. */
export async function commentOnReport(context: Context, input: CommentOnReportInput) {
  const { actor, db, newId, now } = context;
  return db.transaction((tx) =>
    once(tx, onceRequest(context, 'commentOnReport', input), async () => {
      const run = await lockRun(tx.manager, actor, input.runId);
      if (!run) return notFound(input.runId);
      if (run.signedAt !== null) return { type: 'ReportIsSigned' as const, run };
      const problems = problemsOfCommentary(run, input);
      if (problems.length > 0) return invalidInput(problems);
      const commentary: ReportCommentary = {
        ...{ id: newId('rcom'), runId: run.id, section: input.section, words: input.words.trim() },
        ...{ writtenAt: now(), writtenBy: actor.subject, writtenById: actor.personId ?? null },
      };
      await addCommentary(tx.manager, commentary);
      return { type: 'ReportCommented' as const, run };
    }),
  );
}

async function filesOf(context: Context, run: ReportRun, formats: readonly ReportFormat[]): Promise<KeptFile[]> {
  const { db } = context;
  const [commentary] = await commentaryOfRuns(context, [run.id], undefined);
  const names = run.siteId === null ? new Map() : await namesOf(db.manager, 'site', [run.siteId]);
  const site = run.siteId === null ? null : (names.get(run.siteId) ?? run.siteId);
  const shown = { run, commentary: standing(commentary ?? []), site };
  return Promise.all(formats.map((format) => renderReport(shown, format)));
}

/** Signs a run off: from now on it stays as it is, with what was said of it, and its files with it. Not by whoever ran it. */
export async function signOffReport(context: Context, input: SignOffReportInput) {
  const { actor, db, now } = context;
  return db.transaction(async (tx) => {
    const run = await lockRun(tx.manager, actor, input.runId);
    if (!run) return notFound(input.runId);
    if (run.signedAt !== null) return { type: 'ReportIsSigned' as const, run };
    if (run.runBy === actor.subject) return { type: 'SelfSignOff' as const, run };
    const signature = { signedAt: now(), signedBy: actor.subject, signedById: actor.personId ?? null };
    const signed: ReportRun = { ...run, ...signature, version: run.version + 1 };
    await addFiles(
      tx.manager,
      await filesOf({ ...context, db: { ...db, manager: tx.manager } }, signed, reportFormats),
    );
    await saveSignature(tx.manager, signed);
    tx.emit({
      ...{ type: 'courtesy.report.signed.v1', subject: run.id, sequence: signed.version, time: signature.signedAt },
      data: { name: run.name, from: run.from, to: run.to, siteId: run.siteId, contentHash: run.contentHash },
    });
    return { type: 'ReportSignedOff' as const, run: signed };
  });
}

/** A name for a run as a file, such as monthly-service-report-2026-01-01.pdf. */
export const fileNameOf = ({ name, from }: ReportRun, format: ReportFormat): string =>
  `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${from}.${format.toLowerCase()}`;

/** A run as a file: of one that is signed the very bytes that were kept then. */
export async function fileOf(context: Context, run: ReportRun, format: ReportFormat): Promise<KeptFile> {
  const kept = run.signedAt === null ? null : await keptFile(context.db.manager, run.id, format);
  if (kept) return kept;
  const [file] = await filesOf(context, run, [format]);
  if (!file) throw new Error(`${format} was not made`);
  return file;
}
