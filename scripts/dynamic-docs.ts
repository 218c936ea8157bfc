// Writes the tables of docs/dynamic-convolution.md from what the command line says of YOLO11.
//   npx tsx scripts/dynamic-docs.ts …/cfg/models/11/yolo11.yaml
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const page = path.join(root, 'docs/dynamic-convolution.md');

const mixtures = [
  { upstream: '8.3.63', thop: '2.0.18' },
  { upstream: '8.3.253', thop: '2.2.3' },
  { upstream: '8.4.190', thop: '2.2.3' },
] as const;
const variants = { plain: 'DynamicConv alone', 'bn-act': 'with BatchNorm and activation' } as const;

interface Totals {
  readonly params: number;
  readonly gflops: number;
  readonly printedGflops: number;
}

interface Swapped {
  readonly scale: string;
  readonly before: Totals;
  readonly after: Totals;
}

/** The page with fresh tables; `model`: the framework's own yolo11.yaml. */
export function dynamicDocs(model: string): string {
  return readFileSync(page, 'utf8').replace(
    /(<!-- tables -->\n)[\s\S]*(<!-- \/tables -->)/,
    (_, start, end) => `${start}${tables(model)}\n${end}`,
  );
}

function tables(model: string): string {
  const head = mixtures.map(({ upstream, thop }) => `printed by ${upstream}, THOP ${thop}`);
  return [80, 1]
    .map((nc) => {
      const answers = Object.entries(variants).map(([variant, title]) => ({
        title,
        runs: mixtures.map((mixture) => swap(model, nc, variant, mixture)),
      }));
      const lines = ['n', 's', 'm', 'l', 'x'].flatMap((scale) => {
        const find = (run: readonly Swapped[]) => run.find((found) => found.scale === scale)!;
        const [first] = answers;
        const plain = line(
          `YOLO11${scale}`,
          first!.runs.map((run) => find(run).before),
        );
        return [
          plain,
          ...answers.map(({ title, runs }) =>
            line(
              title,
              runs.map((run) => find(run).after),
            ),
          ),
        ];
      });
      return [
        `\n### ${nc === 1 ? '1 class' : `${nc} classes`}, all seven Conv rows, four experts\n`,
        `| model | parameters | true GFLOPs | ${head.join(' | ')} |`,
        `| --- | --: | --: | ${head.map(() => '--:').join(' | ')} |`,
        ...lines,
      ].join('\n');
    })
    .join('\n');
}

function line(title: string, totals: readonly Totals[]): string {
  const [first] = totals;
  const cells = [
    title,
    first!.params.toLocaleString('en'),
    first!.gflops.toFixed(4),
    ...totals.map(({ printedGflops }) => printedGflops.toFixed(4)),
  ];
  return `| ${cells.join(' | ')} |`;
}

function swap(model: string, nc: number, variant: string, { upstream, thop }: (typeof mixtures)[number]): Swapped[] {
  const rules = ['--nc', `${nc}`, '--upstream', upstream, '--thop', thop];
  const args = ['swap', model, '--scale', 'all', '--variant', variant, '--json', ...rules];
  const output = execFileSync(process.execPath, [path.join(root, 'dist/cli.cjs'), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return output
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text));
}

const [, script, model] = process.argv;
if (script === import.meta.filename && model !== undefined) writeFileSync(page, dynamicDocs(model));
