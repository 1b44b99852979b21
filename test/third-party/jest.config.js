const root = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...root,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/third-party/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // Stacks are deployed and servers started in one test.
  testTimeout: 240_000,
};
