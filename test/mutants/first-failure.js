const { TestEnvironment } = require('jest-environment-node');

const running = () => process.env.__STRYKER_ACTIVE_MUTANT__;
let found;

/** One failing test finds a mutant, so the rest of its run is skipped; Jest itself stops at no failure when Stryker runs it. */
module.exports = class FirstFailure extends TestEnvironment {
  handleTestEvent({ name, test }) {
    if (name === 'test_start' && running() !== undefined && running() === found) test.mode = 'skip';
    if (name === 'test_done' && test.errors.length > 0) found = running();
  }
};
