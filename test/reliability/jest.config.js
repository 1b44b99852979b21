const root = require('../../jest.config.js');

// Every run draws anew what it cannot try in full, unless it is told the seed of another.
process.env.RELIABILITY_SEED ??= String(Math.floor(Math.random() * 1_000_000));

/** @type {import('jest').Config} */
module.exports = {
  ...root,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/reliability/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  reporters: ['default', '<rootDir>/test/reliability/summary.js'],
  // Hundreds of lives in one test.
  testTimeout: 1_260_000,
};
