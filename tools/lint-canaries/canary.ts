import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ESLint } from 'eslint';

/** Text that must fail lint, with the place it pretends to stand at and the rules that must say so. */
export interface Canary {
  /** Its own file, from this folder, such as `purity/throws-dice.ts.canary`. */
  readonly file: string;
  /** The path it is linted as, from the top of the workspace. */
  readonly as: string;
  /** Ids of exactly the rules that must report it, sorted; none for text that shows what is allowed (`fails: nothing`). */
  readonly fails: readonly string[];
  /** What is linted. */
  readonly text: string;
}

/** A line `×41 word` stands for 41 lines `word`, so that a canary about length stays short. */
const REPEATED = /^×(\d+) (.*)$/gm;

/** Reads every canary below `folder`. Throws when one does not say where it stands or which rule it fails. */
export function readCanaries(folder: string): Canary[] {
  return globSync('**/*.canary', { cwd: folder })
    .sort()
    .map((file) => readCanary(file, readFileSync(join(folder, file), 'utf8')));
}

function readCanary(file: string, content: string): Canary {
  const [, as, rules, body = ''] = /^\S+ as: (\S+)\n\S+ fails: (.+)\n([^]*)$/.exec(content) ?? [];
  if (as === undefined || rules === undefined) throw new Error(`${file} must begin with "as: PATH" and "fails: RULE"`);
  const text = body.replace(REPEATED, (_, count: string, line: string) => Array(Number(count)).fill(line).join('\n'));
  return { file, as, fails: rules === 'nothing' ? [] : rules.split(' ').sort(), text };
}

/** Lints a canary where it pretends to stand, and returns what is wrong with the rules; null when they caught it. */
export async function escapeOf(canary: Canary, eslint: ESLint, root: string): Promise<string | null> {
  const [result] = await eslint.lintText(canary.text, { filePath: join(root, canary.as) });
  const messages = result?.messages ?? [];
  const reported = [...new Set(messages.map(({ ruleId, message }) => ruleId ?? message))].sort();
  if (reported.join() === canary.fails.join()) return null;
  return `${canary.file}: expected ${canary.fails.join(', ') || 'nothing'}, got ${reported.join(', ') || 'nothing'}`;
}
