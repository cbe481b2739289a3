/**
 * What every project's jest.config.mjs starts from. Specs run in bare Node.js, which strips the types itself: what a spec loads is loaded
 * once for all specs of a project, and runs as fast as it does in service. Jest's own runner loads it anew for each file.
 */
export default {
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  transform: {},
  runner: 'jest-light-runner',
  setupFiles: ['@courtesy/testing/jest-in-node'],
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{src,test}/**/*.spec.ts'],
};
