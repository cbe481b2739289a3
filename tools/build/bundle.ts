import { isBuiltin } from 'node:module';
import { build, type Plugin } from 'esbuild';

/** Leaves npm packages to `node_modules` and takes our own libs into the bundle. */
const inlineOwnLibs: Plugin = {
  name: 'inline-own-libs',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@courtesy/') ? null : { path, external: true },
    );
  },
};

/** Bundles `entry` into one ES module with a source map at `outfile`. Answers with the npm packages' imports that it keeps. */
export async function bundle(entry: string, outfile: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    sourcemap: true,
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [inlineOwnLibs],
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  return [...new Set(imports.filter(({ external }) => external).map(({ path }) => path))].filter(
    (path) => !isBuiltin(path),
  );
}
