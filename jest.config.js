// The SDK's advice to leave Node.js 20 is for what runs there: the function runs on 24.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // They need more than Node.js, and minutes: `npm run test:third-party`, `npm run test:reliability`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/third-party/', '<rootDir>/test/reliability/'],
  modulePathIgnorePatterns: ['<rootDir>/.build/', '<rootDir>/.aws-sam/'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }] },
  randomize: true,
  clearMocks: true,
  maxWorkers: 2,
  // For a machine that is busy with other things: no test waits on purpose.
  testTimeout: 30_000,
};
