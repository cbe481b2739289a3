/**
 * Runs DMN TCK case folders (`*.dmn` beside `*-test-*.xml`) against our decision engine: `npm run -s tck -- FOLDER`.
 * Ends with one JSON line `{"cases":…,"passed":…,"failed":[…]}`; exits 1 when a case fails or there is none.
 */
import { parseArgs } from 'node:util';
import { runTck } from './run.ts';

const { positionals } = parseArgs({ allowPositionals: true, strict: true });
const [folder] = positionals;
if (folder === undefined) {
  console.error('usage: npm run -s tck -- FOLDER');
  process.exitCode = 2;
} else {
  const result = await runTck(folder);
  console.log(JSON.stringify(result));
  process.exitCode = result.cases > 0 && result.failed.length === 0 ? 0 : 1;
}
