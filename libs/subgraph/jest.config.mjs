import preset from '../../jest.preset.mjs';

export default {
  ...preset,
  globalSetup: '@courtesy/testing/jest-setup',
  globalTeardown: '@courtesy/testing/jest-teardown',
};
