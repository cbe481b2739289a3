import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  globalSetup: '@courtesy/testing/jest-setup',
  globalTeardown: '@courtesy/testing/jest-teardown',
  // These specs start whole servers and processes, on machines busy with other specs.
  testTimeout: 60_000,
};
