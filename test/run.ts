// Runs the test suites one after another and closes with `N passed, N failed, N skipped` over all of them.
//   tsx test/run.ts            everything that `npm test` runs
//   tsx test/run.ts unit cli   only these suites
// TEST_TOTAL names a file through which several runs come to one total: it is read at the start and written at the end.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import glob from 'fast-glob';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, each with its message: repeated at the end, since a long log is often read from there. */
  failures?: string[];
}

interface Suite {
  readonly name: string;
  readonly about: string;
  /** Writes its counts to the file named by TEST_COUNTS if it has any; without them a failure counts as one. */
  readonly command: readonly string[];
}

const root = path.join(import.meta.dirname, '..');
const scratch = mkdtempSync(path.join(tmpdir(), 'yolo-architect-test-'));

const suites: readonly Suite[] = [
  { name: 'check', about: 'format, lint, types, layers, dead code', command: ['npm', 'run', '--silent', 'check'] },
  { name: 'build', about: 'bundles', command: ['npm', 'run', '--silent', 'build'] },
  mochaSuite('unit', 'everything without a process, a browser or an editor', [
    'test/**/*.test.ts',
    '!test/{cli,webview,vscode,differential}/**',
  ]),
  mochaSuite('cli', 'the command line as processes', ['test/cli/**/*.test.ts']),
  // A browser draws when it likes: one more try than elsewhere.
  mochaSuite('panel', "the panel's page in a real browser", ['test/webview/**/*.test.ts'], ['--retries', '2']),
  { name: 'vscode', about: 'the extension inside a real VS Code', command: tsx('test/vscode/run.ts') },
  { name: 'web', about: 'the extension in a browser, without Node', command: tsx('test/vscode/web/run.ts') },
  mochaSuite('differential', 'against the real framework and its recorded answers', ['test/differential/**/*.test.ts']),
];

const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const chosen = suites.filter(({ name }) => (asked.length > 0 ? asked.includes(name) : name !== 'differential'));
const none: Counts = { passed: 0, failed: 0, skipped: 0 };
const earlier = readCounts(process.env.TEST_TOTAL);
const total = { ...earlier, failures: earlier.failures ?? [] };
const broken: string[] = [];
for (const suite of chosen) {
  const { passed, failed, skipped, failures = [] } = run(suite);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  total.failures.push(...failures.map((failure) => `${suite.name}: ${failure}`));
  if (failed > 0) broken.push(suite.name);
}
rmSync(scratch, { recursive: true, force: true });
if (broken.length > 0) console.log(`\nfailed: ${broken.join(', ')}`);
for (const failure of total.failures) console.log(`\n${failure}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
if (process.env.TEST_TOTAL) writeFileSync(process.env.TEST_TOTAL, JSON.stringify(total));
process.exitCode = broken.length > 0 ? 1 : 0;

function run({ name, about, command }: Suite): Counts {
  const [program, ...rest] = command;
  if (rest.length === 0) return none;
  console.log(`\n── ${name}: ${about}`);
  const file = path.join(scratch, `${name}.json`);
  const started = Date.now();
  const { status } = spawnSync(program!, rest, { cwd: root, stdio: 'inherit', env: { ...process.env, TEST_COUNTS: file } });
  console.log(`── ${name}: ${status === 0 ? 'ok' : `exit code ${status}`} after ${((Date.now() - started) / 1000).toFixed(1)} s`);
  const found = readCounts(file);
  // A suite that broke without a failed test, such as one that could not start, is a failure too.
  return status === 0 || found.failed > 0 ? found : { ...found, failed: 1, failures: [`exit code ${status}`] };
}

function readCounts(file: string | undefined): Counts {
  const text = file && existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text ? JSON.parse(text) : none;
}

function mochaSuite(name: string, about: string, patterns: readonly string[], options: readonly string[] = []): Suite {
  const files = glob.sync([...patterns], { cwd: root }).sort();
  const command = [process.execPath, 'node_modules/mocha/bin/mocha.js', '--reporter', 'test/support/reporter.mjs', ...options, ...files];
  return { name, about, command: files.length > 0 ? command : [process.execPath] };
}

function tsx(file: string): string[] {
  return [process.execPath, '--import', 'tsx', file];
}
