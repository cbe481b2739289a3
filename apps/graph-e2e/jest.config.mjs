import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  globalSetup: '@courtesy/testing/jest-setup',
  globalTeardown: '@courtesy/testing/jest-teardown',
  // Whole stacks start and stop here, on machines busy with other specs.
  testTimeout: 240_000,
  // Each story loads the whole graph anew, and Jest keeps what it loaded: past this a story begins in a fresh process.
  workerIdleMemoryLimit: '1500MB',
};
