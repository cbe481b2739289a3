import { describe, expect, it } from '@jest/globals';
import { packageNameOf } from './package-name.ts';
import { pruneLock, type Lock } from './prune-lock.ts';

const app = { name: '@courtesy/cases', version: '1.0.0' };
const lock: Lock = {
  packages: {
    '': {},
    'node_modules/pg': { version: '8.0.0', dependencies: { 'pg-types': '^2' }, peerDependencies: { 'pg-native': '*' } },
    'node_modules/pg-types': { version: '2.0.0' },
    'node_modules/pg/node_modules/pg-types': { version: '2.1.0', dependencies: { ms: '2' } },
    'node_modules/ms': { version: '2.1.3' },
    'node_modules/jest': { version: '30.0.0', dependencies: { ms: '2' } },
  },
};
const keptIn = (pruned: { lock: object }) => Object.keys((pruned.lock as Lock).packages);

describe('what a built app is installed from', () => {
  it('a package is named by its scope and name, whatever entry is imported', () => {
    expect(['pg', '@apollo/server/plugin', 'temporal-polyfill/global'].map(packageNameOf)).toEqual([
      'pg',
      '@apollo/server',
      'temporal-polyfill',
    ]);
  });

  it('the manifest lists what the bundle imports, at the locked version', () => {
    expect(pruneLock(lock, app, ['pg', 'pg/lib/x']).manifest.dependencies).toEqual({ pg: '8.0.0' });
  });

  it('the lock holds what these need, by the copy that Node would load, and nothing else', () => {
    expect(keptIn(pruneLock(lock, app, ['pg']))).toEqual([
      '',
      'node_modules/ms',
      'node_modules/pg',
      'node_modules/pg/node_modules/pg-types',
    ]);
  });

  it('an import that the workspace does not declare stops the build', () => {
    expect(() => pruneLock(lock, app, ['left-pad'])).toThrow(
      '@courtesy/cases imports left-pad, which package.json does not declare',
    );
  });

  it('packages that need each other are kept once', () => {
    const circle: Lock = {
      packages: {
        'node_modules/a': { version: '1.0.0', dependencies: { b: '1' } },
        'node_modules/b': { version: '1.0.0', dependencies: { a: '1' } },
      },
    };
    expect(keptIn(pruneLock(circle, app, ['a']))).toEqual(['', 'node_modules/a', 'node_modules/b']);
  });
});
