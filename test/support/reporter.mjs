// Mocha's own list on the terminal, and the counts with what failed in a file for the closing lines of the whole run.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export default class extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failures = [];
    runner.on('retry', (test, error) => console.log(`      again, after: ${test.fullTitle()}: ${error?.message ?? error}`));
    runner.on('fail', (test, error) => failures.push(`${test.fullTitle()}: ${error?.message ?? error}`));
    runner.once('end', () => {
      const { passes: passed, failures: failed, pending: skipped } = this.stats;
      if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, JSON.stringify({ passed, failed, skipped, failures }));
    });
  }
}
