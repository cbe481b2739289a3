import { spawn } from 'node:child_process';

const folder = new URL('.', import.meta.url);
/** The files of this folder that measure something by themselves. */
const names = ['import', 'gateway-limits', 'decide', 'clocks', 'customers', 'roster', 'routing', 'metrics'];

/** Those that measure the whole graph stand with its stories, whose worlds they use. */
const ofTheGraph = ['thread', 'load'];

/** `npm run bench -- NAME …` runs one benchmark with the words that follow; without a known name it lists them. */
const [name = '', ...words] = process.argv.slice(2);
if (names.includes(name) || ofTheGraph.includes(name)) {
  const place = names.includes(name) ? folder : new URL('../../apps/graph-e2e/bench/', folder);
  const child = spawn(process.execPath, [new URL(`${name}.ts`, place).pathname, ...words], { stdio: 'inherit' });
  child.once('close', (code) => process.exit(code ?? 1));
} else {
  process.stderr.write(`Say: npm run bench -- NAME …\nNames: ${[...names, ...ofTheGraph].join(', ')}\n`);
  process.exit(1);
}
