import { callTitles } from './call-row.ts';
import { customerTitles } from './customer-row.ts';
import { readMapping } from './column-mapping.ts';
import type { GraphClient } from './graph-client.ts';
import { GraphFailed } from './graph-failure.ts';
import { importCalls } from './import-calls.ts';
import { importComplaints } from './import-complaints.ts';
import { importCustomers } from './import-customers.ts';
import { importProducts, importPurchases, productTitles } from './import-goods.ts';
import type { ImportOptions } from './import-options.ts';
import { orderTitles } from './order-rows.ts';
import type { Progress } from './progress.ts';
import type { Rejects } from './rejects.ts';
import { dayStarts } from './reporting-day.ts';
import { reportOf } from './row-report.ts';
import { SiteBook } from './site-book.ts';
import type { SourceFile } from './source-file.ts';
import { importZendesk } from './zendesk-import.ts';
import { readZendesk } from './zendesk-records.ts';

/** Bulks under way at once: enough to keep two cores busy while one bulk waits for the disk. */
export const LANES = 4;

/** What every import runs with. */
export interface Run {
  readonly client: GraphClient;
  readonly rejects: Rejects;
  readonly progress: Progress;
}

async function reportingTimeZone(client: GraphClient): Promise<string> {
  const { reportingTimeZone: zone } = await client.ask<{ reportingTimeZone: string | null }>('{ reportingTimeZone }');
  if (zone) return zone;
  throw new GraphFailed({ code: 'NO_TIME_ZONE', message: 'The graph does not say in which time zone it reports.' });
}

async function runCustomers(file: SourceFile, options: ImportOptions, run: Run): Promise<object> {
  const { client, rejects, progress } = run;
  const mapping = await readMapping(options.mapping, customerTitles);
  const startOfDay = dayStarts(await reportingTimeZone(client));
  const report = await reportOf(options.path);
  const { dryRun, onConflict } = options;
  const counts = await importCustomers(file, {
    ...{ client, rejects, report, dryRun, onConflict, mapping, startOfDay, lanes: LANES, now: new Date() },
    ...{ onNotice: progress.say, onProgress: progress.rows },
  });
  await report.close();
  if (report.path) progress.say(`What to look at before these customers are imported, cell by cell: ${report.path}`);
  const { conflicts, duplicates, ...told } = counts;
  if (dryRun) return { ...told, conflicts, duplicates, dryRun };
  if (conflicts > 0) progress.say(`Known customers of whom this file says something else: ${conflicts}`);
  return told;
}

async function runComplaints(file: SourceFile, { client, rejects, progress }: Run): Promise<object> {
  const timeZone = await reportingTimeZone(client);
  const counts = await importComplaints(file, {
    ...{ client, rejects, sites: new SiteBook(client, timeZone), lanes: LANES, startOfDay: dayStarts(timeZone) },
    ...{ onNotice: progress.say, onProgress: progress.rows },
  });
  const { broughtForward, ...told } = counts;
  if (broughtForward > 0) progress.say(`Known cases that this file told something new: ${broughtForward}`);
  return told;
}

async function runCalls(file: SourceFile, { timeZone, mapping }: ImportOptions, run: Run): Promise<object> {
  const { client, rejects, progress } = run;
  const counts = await importCalls(file, {
    ...{ client, rejects, timeZone, lanes: LANES, mapping: await readMapping(mapping, callTitles) },
    ...{ onNotice: progress.say, onProgress: progress.rows },
  });
  const reported = await reportingTimeZone(client);
  if (reported !== timeZone)
    progress.say(
      `Figures begin their days in ${reported}; ask for them with timeZone: "${timeZone}" to have the days of the log.`,
    );
  return counts;
}

/** Runs an import of one file, and answers with what its last line says. */
export async function runImport(file: SourceFile, options: ImportOptions, run: Run): Promise<object> {
  const { client, rejects, progress } = run;
  if (options.kind === 'complaints') return runComplaints(file, run);
  if (options.kind === 'calls') return runCalls(file, options, run);
  if (options.kind === 'customers') return runCustomers(file, options, run);
  const startOfDay = dayStarts(await reportingTimeZone(client));
  const goal = {
    ...{ client, rejects, startOfDay, lanes: LANES },
    ...{ onNotice: progress.say, onProgress: progress.rows },
  };
  if (options.kind === 'products')
    return importProducts(file, { ...goal, mapping: await readMapping(options.mapping, productTitles) });
  return importPurchases(file, { ...goal, mapping: await readMapping(options.mapping, orderTitles) });
}

/** Runs an import of what Zendesk exported. */
export async function runZendesk({ path }: ImportOptions, { client, rejects, progress }: Run): Promise<object> {
  const records = await readZendesk(path);
  return importZendesk(records, { client, rejects, lanes: LANES, path, now: new Date(), onNotice: progress.say });
}
