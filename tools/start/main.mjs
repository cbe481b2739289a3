// Plain JavaScript that every Node parses, so that one too old to run TypeScript can still say so in a sentence.
const wanted = 24;
const found = process.versions.node;
if (Number.parseInt(found, 10) < wanted) {
  console.error(
    `Courtesy needs Node ${wanted} or newer, and this is Node ${found}. "npm ci" installs one beside it, which "npm start" then uses.`,
  );
  process.exit(1);
}
await import('./main.ts');
