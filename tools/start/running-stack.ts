import { existsSync, readFileSync } from 'node:fs';
import { gone, isStillRunning } from '@courtesy/testing';
import { z } from 'zod';
import type { DataDirectory } from './data-directory.ts';

const identitySchema = z.object({ pid: z.number(), startedAt: z.string().nullable() });
const runningSchema = z.object({
  supervisor: identitySchema,
  port: z.number(),
  state: z.enum(['starting', 'ready']),
  services: z.array(identitySchema.extend({ name: z.string() })),
});

/** What `stack.json` tells: which processes make up the stack on a data directory. */
export type RunningStack = z.infer<typeof runningSchema>;

/** The stack that was last started on this directory, alive or not; null when none was, or the file cannot be read. */
export function recordedStack(data: DataDirectory): RunningStack | null {
  if (!existsSync(data.stack)) return null;
  try {
    return runningSchema.parse(JSON.parse(readFileSync(data.stack, 'utf8')));
  } catch {
    // A half-told story about a dead stack is none; a living one holds the directory's lock besides.
    return null;
  }
}

/** How long services whose supervisor died may go on draining, in milliseconds. */
const DRAIN_LIMIT_MS = 12_000;

/** Waits for the services of a stack whose supervisor died, and kills those that do not end by themselves. */
export async function clearOrphans(stack: RunningStack): Promise<void> {
  const orphans = stack.services.filter((service) => isStillRunning(service));
  await Promise.all(
    orphans.map(async (orphan) => {
      if (await gone(orphan.pid, DRAIN_LIMIT_MS)) return;
      process.kill(orphan.pid, 'SIGKILL');
      await gone(orphan.pid, 5_000);
    }),
  );
}

const greetingSchema = z.object({ stack: z.literal('courtesy'), pid: z.number(), port: z.number(), data: z.string() });
/** How a stack introduces itself at its issuer's port. */
export type Greeting = z.infer<typeof greetingSchema>;

/** Asks whether a stack of ours runs with its issuer on `issuerPort`; null when something else, or nothing, answers. */
export async function stackAt(issuerPort: number): Promise<Greeting | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${issuerPort}/stack`, { signal: AbortSignal.timeout(2_000) });
    return greetingSchema.parse(await response.json());
  } catch {
    return null;
  }
}
