// Modules that no release has, run with the class of a fork that has them: its code is laid in the folder YOLO_ARCHITECT_TREES by hand, as
// OWNER+NAME/ultralytics, packages that forks import beside them in `packages`, and nothing of this happens without it. Only the class is the fork's, not its parser.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { analyze, assemble, catalogue, findModule, showPython, toJson } from '../../src/core/index.ts';
import { wasmBackend } from '../../src/profiler/backends/wasm.ts';
import { exampleModel, otherAspect } from '../support/exampleModel.ts';
import { type Answer, forms, sameOutputs, sameState } from '../support/moduleAnswers.ts';
import { python } from '../support/outside.ts';
import { frameworkEnv } from '../support/python.ts';
import { needs } from '../support/skip.ts';

interface Tree {
  /** By whose rules we build the modules. */
  readonly upstream: string;
  /** Python module of the classes. */
  readonly home: string;
  readonly modules: readonly string[];
}

const yolov7 = ['ELAN', 'ELAN_H', 'ELAN_t', 'MP_1', 'MP_2', 'SPPCSPC', 'SPPCSPCSIM'];
const c3Parts = ['Faster', 'Faster_EMA', 'ODConv', 'DBB', 'DCNv2', 'AKConv'];
const c2fParts = [...c3Parts, 'RFAConv', 'SCConv', 'RVB', 'RVB_EMA'];
const c3k2Parts = [...c3Parts, 'Faster_CGLU', 'DeepDBB', 'WDBB', 'Star', 'EMA', 'RFAConv', 'SCConv', 'PConv', 'RVB', 'RVB_EMA'];
const moved = [
  'DySample',
  'CARAFE',
  'EUCB',
  'LAWDS',
  'V7DownSampling',
  'AKConv',
  'LDConv',
  'FocalModulation',
  'ScalSeq',
  'DynamicScalSeq',
  'CSPStage',
  'ChannelAttention_HSFPN',
];
const inBlock = (block: string, parts: readonly string[]) => parts.map((part) => `${block}_${part}`);
/** What these forks' own fuse() merges and the framework's leaves, or made of a Conv that is not the framework's: only the plain form is compared. */
const mergedByForks = /_(ODConv|DBB|DeepDBB|WDBB|RVB|RVB_EMA)$|^(ODConv2d|Involution|RepVGGBlock)$/;
const trees: Readonly<Record<string, readonly Tree[]>> = {
  'iMoonLab+yolov13': [
    { upstream: 'yolov13', home: 'ultralytics.nn.modules.conv', modules: ['DSConv'] },
    {
      upstream: 'yolov13',
      home: 'ultralytics.nn.modules.block',
      modules: ['A2C2f', 'DSC3k2', 'HyperACE', 'DownsampleConv', 'FullPAD_Tunnel'],
    },
  ],
  'sunsmarterjie+yolov12': [{ upstream: 'yolov12', home: 'ultralytics.nn.modules.block', modules: ['A2C2f'] }],
  'qiuxiaolong857+LGAE-CSPL': [
    {
      upstream: '8.3.63',
      home: 'ultralytics.nn.extra_modules.block',
      modules: ['Add', 'Multiply', 'ODConv2d', 'RepVGGBlock', 'DCNv2', ...moved, ...inBlock('C3k2', c3k2Parts)],
    },
    { upstream: '8.3.63', home: 'ultralytics.nn.extra_modules.attention', modules: ['SegNext_Attention', 'LSKBlock'] },
    { upstream: '8.3.63', home: 'ultralytics.nn.backbone.lsknet', modules: ['LSKblock'] },
    { upstream: '8.3.63', home: 'ultralytics.nn.extra_modules.yolov13', modules: ['DSConv_YOLO13'] },
  ],
  'MH-limarco+yolo-Ui_framework': [
    { upstream: '8.3.63', home: 'ultralytics.nn.extra_modules.block', modules: [...inBlock('C2f', c2fParts), ...inBlock('C3', c3Parts)] },
  ],
  'huqiannihaoa+MyModel': [{ upstream: '8.3.63', home: 'models.common', modules: ['CondConv', 'NAMAttention'] }],
  'positive666+yolo_research': [{ upstream: '8.3.63', home: 'models.common', modules: ['Involution'] }],
  'danchonghong+dchYolov8pose': [{ upstream: '8.3.63', home: 'ultralytics.nn.modules.newblock', modules: ['C2f_Star'] }],
  'wandahangFY+YOLOv11-RGBT': [
    {
      upstream: '8.3.63',
      home: 'ultralytics.nn.modules.block',
      modules: [
        ...yolov7,
        'ADD',
        'HyperComputeModule',
        'CrossTransformerFusion',
        'MANet',
        'MANet_FasterBlock',
        'MANet_FasterCGLU',
        'MANet_Star',
      ],
    },
    { upstream: '8.3.63', home: 'ultralytics.nn.modules.conv', modules: ['SilenceChannel'] },
  ],
};

if (process.env.YOLO_ARCHITECT_TREES !== undefined) {
  it('leaves out no module of the catalogue without saying so', () => {
    const compared = new Set(Object.values(trees).flatMap((list) => list.flatMap(({ modules }) => modules)));
    const origins = catalogue().filter(({ origin, name }) => origin?.includes('framework, where') === false && !compared.has(name));
    assert.deepEqual(
      origins.map(({ name }) => name),
      [
        // Forks store the parts of dynamic convolutions under names of their own.
        'DynamicConv',
        'DynamicConv_Single',
        'C3k2_DynamicConv',
        'C2f_DynamicConv',
        'C3k2_GhostDynamicConv',
        'C2f_GhostDynamicConv',
        'C2f_GhostModule_DynamicConv',
        'OffsetDynamicConv',
        // In no tree that is at hand.
        'space_to_depth',
        // Held to recorded rows of trees, or to parameters counted in PyTorch, only.
        'SEAttention',
        'EfficientChannelAttention',
        'EffectiveSEModule',
        'SimAM',
        'CoordAtt',
        'EMA',
        'GAM',
        'TripletAttention',
        'LSKA',
        'CAA',
        'ShuffleAttention',
        'Fusion',
        'BiFPN_Concat2',
        'BiFPN_Concat3',
        'BiFPN_Add2',
        'BiFPN_Add3',
        'Zoom_cat',
        'GSConv',
        'GSConvns',
        'GSConvE',
        'GSBottleneck',
        'VoVGSCSP',
        'SPDConv',
        'RFAConv',
        'SPPF_LSKA',
        'Partial_conv3',
        'C3k2_MLCA',
        'C2f_MLCA',
        'C3_MLCA',
        'RepVGGBlockv6',
        'CondConv2D',
        'MLCA',
      ],
    );
  });
}

const folder = process.env.YOLO_ARCHITECT_TREES;
for (const [tree, parts] of folder === undefined ? [] : Object.entries(trees)) {
  describe(`modules as ${tree} has them`, function () {
    this.timeout(600_000);
    const root = path.join(folder ?? '', tree);
    const scratch = mkdtempSync(path.join(tmpdir(), 'yolo-architect-'));
    const cases = parts.flatMap(({ upstream, home, modules }) =>
      modules.flatMap((name) => {
        const definition = findModule(name);
        assert.ok(definition, `${name} is in the catalogue`);
        return definition.examples
          .flatMap((example) => [example, ...otherAspect(example)])
          .map((example) => ({ definition, example, upstream, home, model: exampleModel(definition, example, true) }));
      }),
    );

    before(async function () {
      const interpreter = python();
      needs(this, 'a Python with torch (YOLO_ARCHITECT_PYTHON)', interpreter);
      needs(this, `the code of ${tree} (YOLO_ARCHITECT_TREES)`, existsSync(root));
      await wasmBackend.probe();
      const jobs = cases.map(({ definition, example, upstream, home, model: { text, row, ch, imgsz } }, id) => {
        const [height, width] = imgsz;
        const call = analyze(text, { upstream, ch, imgsz }).rows[row]?.call ?? [];
        const args = call.filter(({ origin }) => origin !== 'default').map(({ value }) => toJson(value));
        const several = Array.isArray(example.input[0]);
        const stand = exampleModel(
          { ...definition, name: several ? 'Concat' : 'nn.Identity' },
          { ...example, args: several ? [1] : [] },
          true,
        ).text;
        return { id, name: definition.name, text: stand, registered: stand, row, ch, height, width, home, args };
      });
      writeFileSync(path.join(scratch, 'jobs.json'), JSON.stringify(jobs));
      const env = {
        ...process.env,
        ...frameworkEnv([root, path.join(folder ?? '', 'packages')].join(path.delimiter), scratch),
      };
      const script = path.join(import.meta.dirname, 'module_outputs.py');
      execFileSync(interpreter, [script, scratch], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    });
    after(() => rmSync(scratch, { recursive: true, force: true }));

    for (const [id, { definition, example, upstream, model }] of cases.entries()) {
      it(`${definition.name}(${example.args.map(showPython).join(', ')}) on ${JSON.stringify(example.input)}`, async () => {
        const answer: Answer = JSON.parse(readFileSync(path.join(scratch, `${id}.json`), 'utf8'));
        const analysis = analyze(model.text, { upstream, ch: model.ch, imgsz: model.imgsz });
        const said = analysis.problems.find(({ severity }) => severity === 'error')?.message;
        for (const form of forms.filter((form) => form === 'plain' || !mergedByForks.test(definition.name))) {
          if (said !== undefined) assert.notEqual(answer[form].error, undefined, said);
          else {
            assert.equal(answer[form].error, undefined);
            sameState(analysis, model.row, form, answer[form]);
            const network = assemble(analysis, { fused: form === 'fused' });
            assert.ok(network, 'the network is known completely');
            await sameOutputs(network, path.join(scratch, `${id}.${form}.bin`), answer[form].outputs ?? []);
          }
        }
      });
    }
  });
}
