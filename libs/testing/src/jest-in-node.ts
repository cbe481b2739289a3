import { registerHooks } from 'node:module';

// Outside Jest's own virtual machine `@jest/globals` is a package that only says so.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals'
      ? { url: new URL('./jest-globals.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});
