import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratorCallback } from '@nx/devkit';

/** What is left to do once the files are on the disk: link the app as a package, generate the types, compose the graph. */
export function followUp(root: string, service: string): GeneratorCallback {
  const run = (...command: string[]) => execFileSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  return () => {
    // What npm install would do; the lock file has the entry already.
    const link = join(root, 'node_modules', '@courtesy', service);
    if (!existsSync(link)) symlinkSync(join('..', '..', 'apps', service), link);
    run('tools/codegen/main.ts', service);
    run('tools/compose/main.ts');
  };
}
