// Structural edits there and back over the framework's own model files and public ones: a row put in and taken out, another module, another
// width, another detection level. What comes back is the text of before, byte for byte. YOLO_ARCHITECT_SEED chooses other rows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { type Analysis, analyze, applyEdits, levelsAround, planStructure, type StructureRequest } from '../../src/core/index.ts';
import { sharedFolder } from '../support/outside.ts';
import { type Dice, dice } from '../support/random.ts';
import { needs } from '../support/skip.ts';

const seed = Number(process.env.YOLO_ARCHITECT_SEED ?? 1);
const rowsOfOne = 4;

interface Model {
  readonly name: string;
  readonly text: string;
  readonly analysis: Analysis;
  look(text: string): Analysis;
}

/** An edit and the one that takes it back. */
type ThereAndBack = readonly [StructureRequest, StructureRequest];

describe(`structural edits of whole files, seed ${seed}`, function () {
  this.timeout(600_000);
  const shared = sharedFolder();
  const models = shared === undefined ? [] : read(shared);

  const check = (title: string, least: number, edits: (model: Model, random: Dice) => readonly ThereAndBack[]) =>
    it(title, function () {
      needs(this, "the framework's model files and public ones (YOLO_ARCHITECT_SHARED)", shared);
      const random = dice(seed);
      let done = 0;
      const wrong = models.flatMap((model) =>
        edits(model, random).flatMap(([there, back]) => {
          const changed = edited(model.analysis, there);
          if (changed === undefined) return [];
          done++;
          const plan = planStructure(model.look(changed), back);
          const restored = 'refused' in plan ? plan.refused : applyEdits(changed, plan.edits);
          return restored === model.text
            ? []
            : [`${model.name}: ${JSON.stringify(there)}: ${'refused' in plan ? plan.refused : 'another text'}`];
        }),
      );
      console.log(`      ${done} edits of ${models.length} files`);
      assert.deepEqual(wrong, []);
      assert.ok(done >= least, String(done));
    });

  check('a row put in and taken out again leaves the text as it was', 200, ({ analysis }, random) =>
    some(analysis, random).flatMap((row) =>
      (['next', 'all'] as const).map(
        (readers): ThereAndBack => [
          { kind: 'insert', after: row, row: '[-1, 1, nn.Identity, []]', readers },
          { kind: 'delete', rows: [row + 1] },
        ],
      ),
    ),
  );

  check('another module and back leaves the text as it was', 100, ({ analysis }, random) =>
    some(analysis, random).flatMap((row): ThereAndBack[] => {
      const own = analysis.rows[row]?.module ?? '';
      const module = { C3k2: 'C2f', C2f: 'C3', C3: 'C3k2', Conv: 'GhostConv', SPPF: 'Conv', C2PSA: 'C2f', RepC3: 'C3' }[own];
      return module === undefined
        ? []
        : [
            [
              { kind: 'replace', rows: [row], module },
              { kind: 'replace', rows: [row], module: own },
            ],
          ];
    }),
  );

  check('another width and back leaves the text as it was', 100, ({ analysis }, random) =>
    some(analysis, random).flatMap((row): ThereAndBack[] => {
      const argument = analysis.rows[row]?.call?.find(({ name, origin }) => name === 'c2' && origin === 'file');
      const width = argument?.written ?? argument?.value;
      if (typeof width !== 'number' || width < 32) return [];
      const there = { kind: 'width', rows: [row], channels: random.pick([width / 2, width + 32]) } as const;
      return [[there, { ...there, channels: width }]];
    }),
  );

  check('a detection level more and less leaves the text as it was', 100, ({ analysis }) => {
    const levels = levelsAround(analysis);
    return [levels?.below, levels?.above].flatMap((level): ThereAndBack[] =>
      level === undefined || level < 1
        ? []
        : [
            [
              { kind: 'add-level', level },
              { kind: 'remove-level', level, path: 'whole' },
            ],
          ],
    );
  });

  it("a level P2 is row for row what the framework's own files with one have", function () {
    needs(this, "the framework's model files and public ones (YOLO_ARCHITECT_SHARED)", shared);
    const network = ({ rows, totals }: Analysis): unknown[] => [
      rows.map(({ module, args, sources }) => [module, args, sources]),
      totals.params,
      totals.macs,
    ];
    for (const name of ['v8/yolov8', 'v8/yolov8-ghost', '26/yolo26']) {
      const file = (end: string): string => readFileSync(path.join(shared, `models/8.4.190/${name}${end}.yaml`), 'utf8');
      const [text, own] = [file(''), file('-p2')];
      for (const scale of ['n', 's', 'm', 'l', 'x']) {
        const more = edited(analyze(text, { scale }), { kind: 'add-level', level: 2 });
        assert.deepEqual(network(analyze(more ?? '', { scale })), network(analyze(own, { scale })), `${name} ${scale}`);
      }
    }
  });
});

function read(shared: string): Model[] {
  const files = [
    ...glob.sync('models/{8.4.190,yolov12,yolov13}/**/*.yaml', { cwd: shared }),
    ...glob.sync('corpus/*.yaml', { cwd: shared }),
  ].sort();
  return files.flatMap((file) => {
    const text = readFileSync(path.join(shared, file), 'utf8');
    const release = file.split('/')[1] ?? '';
    const options = { fileName: path.basename(file), upstream: file.startsWith('models') ? release : '8.4.190' };
    const analysis = analyze(text, options);
    const look = (other: string) => analyze(other, options);
    return analysis.isModel && !analysis.document.fatal ? [{ name: file, text, analysis, look }] : [];
  });
}

/** A few rows of a model. */
function some({ rows }: Analysis, random: Dice): number[] {
  return [...new Set(Array.from({ length: rowsOfOne }, () => random.int(0, rows.length - 1)))];
}

function edited(analysis: Analysis, request: StructureRequest): string | undefined {
  const plan = planStructure(analysis, request);
  return 'refused' in plan ? undefined : applyEdits(analysis.document.text, plan.edits);
}
