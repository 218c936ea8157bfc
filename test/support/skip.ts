import type { Context } from 'mocha';

/**
 * Skips the running test or hook when what it needs is not on this machine, and says so.
 * The only way in which a test of this project is left out.
 *
 *     it('agrees with PyTorch', function () {
 *       needs(this, 'a Python with torch', python !== undefined);
 */
export function needs(context: Context, what: string, available: unknown): asserts available {
  if (available) return;
  const test = context.test?.fullTitle() ?? 'a test';
  process.stdout.write(`      skipped: ${test} needs ${what}\n`);
  context.skip();
}
