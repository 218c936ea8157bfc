/**
 * How each dated change shows in the text of a published package. A change without a probe does not compile, so that the dates can
 * always be looked up again.
 */
import type { ChangeId } from '../../src/core/upstream/changes.ts';
import type { CounterChangeId } from '../../src/core/upstream/counter-changes.ts';

export interface Probe {
  /** Path inside the installed package's folder. */
  readonly file: string;
  /** Only the top-level class or function of this name is looked at. */
  readonly in?: string;
  /** The change is there where this is found … */
  readonly has?: RegExp;
  /** … or where this is gone. */
  readonly lacks?: RegExp;
}

const tasks = 'ultralytics/nn/tasks.py';
const head = 'ultralytics/nn/modules/head.py';
const block = 'ultralytics/nn/modules/block.py';
const transformer = 'ultralytics/nn/modules/transformer.py';
const torchUtils = 'ultralytics/utils/torch_utils.py';
const utils = 'ultralytics/utils/__init__.py';

const parser = (has: RegExp): Probe => ({ file: tasks, in: 'parse_model', has });
const defined = (file: string, name: string): Probe => ({ file, has: new RegExp(`^class ${name}\\b`, 'm') });

export const probes: Readonly<Record<ChangeId, Probe>> = {
  'legacy-class-branch': { file: head, in: 'Detect', has: /self\.legacy/ },
  'classify-gives-logits': { file: head, in: 'Classify', lacks: /self\.training else \w+\.softmax/ },
  'classify-gives-both': { file: head, in: 'Classify', has: /else \(y, x\)/ },
  'torchvision-ops-names': parser(/torchvision\.ops\./),
  'torchvision-without-channels': parser(/TorchVision, Index[^#]{0,120}args = \[\*args\[1:\]\]/),
  'leaf-layer-count': { file: torchUtils, in: 'model_info', has: /_modules\) == 0/ },
  a2c2f: defined(block, 'A2C2f'),
  'yoloe-heads': defined(head, 'YOLOEDetect'),
  'c2fcib-turns-legacy-off': parser(/m is C2fCIB:\s+legacy = False/),
  'task-contains-segment': { file: tasks, in: 'guess_model_task', has: /"segment" in m\b/ },
  'v10-fuse-drops-one-to-many': { file: head, in: 'v10Detect', has: /def fuse\b/ },
  'caller-channels-win': { file: tasks, in: 'DetectionModel', lacks: /yaml\.get\("ch", ch\)/ },
  libyaml: { file: utils, has: /CSafeLoader/ },
  'yolo-opens-rtdetr': { file: 'ultralytics/models/yolo/model.py', has: /RTDETR/ },
  'stride-in-evaluation': { file: tasks, in: 'DetectionModel', has: /self\.model\.eval\(\)/ },
  'scale-without-scales': parser(/^ {4}scale = d\.get\("scale"\)/m),
  'mlp-norm': { file: transformer, in: 'MLP', has: /out_norm/ },
  'heads-take-reg-max': parser(/reg_max/),
  'yoloe-three-maps': { file: head, in: 'YOLOEDetect', has: /x\[:3\]/ },
  'image-pooling-channels-second': parser(/ImagePoolingAttn:\s+args\.insert\(1,/),
  'task-contains-all': { file: tasks, in: 'guess_model_task', has: /"pose" in m\b/ },
  'c3k2-attention': { file: block, in: 'C3k2', has: /attn/ },
  'sppf-arguments': { file: block, in: 'SPPF', has: /shortcut/ },
  'fuse-drops-one-to-many': { file: head, in: 'Detect', has: /def fuse\b/ },
  'psa-one-head': { file: block, in: 'PSA', has: /num_heads=max\(/ },
  'c2fpsa-one-head': { file: block, in: 'C2fPSA', has: /num_heads=max\(/ },
  'rtdetr-best-queries': { file: head, in: 'RTDETRDecoder', has: /def postprocess\b/ },
  'semantic-segment': defined(head, 'SemanticSegment'),
  'module-prefixes': parser(/startswith\("nn\."\)/),
  'yaml-mapping-required': { file: utils, has: /not a valid YAML mapping/ },
  'nc-channels-scaled': { file: tasks, in: 'parse_model', lacks: /c2 != nc/ },
  depth: defined(head, 'Depth'),
  'constant-upsampling': { file: block, in: 'Proto26', has: /scale_factor=2/ },
  'own-activations': { file: block, in: 'HGBlock', has: /act is None/ },
  'counted-in-place': { file: torchUtils, in: 'get_flops', lacks: /deepcopy/ },
  'exact-print': { file: torchUtils, in: 'get_flops', has: /stride=stride/ },
  'attention-rules': { file: torchUtils, in: 'get_flops', has: /custom_ops/ },
  'c2psa-one-head': { file: block, in: 'C2PSA', has: /num_heads=max\(/ },
  'queries-at-full-size': { file: torchUtils, in: 'get_flops', has: /RTDETRDecoder/ },
  'c2fattn-heads-first': parser(/hidden_channels % args\[2\]/),
  'scale-compared-whole': parser(/scale in \{"m"/),
  'fuse-without-threshold': { file: tasks, in: 'BaseModel', lacks: /is_fused\(self, thresh/ },
  'sppf-legacy-activation': parser(/m is SPPF and len\(args\)/),
  'fuse-drops-unused-branch': { file: head, in: 'Detect', has: /startswith\("one2one_"\)/ },
  'given-name-first': { file: tasks, in: 'yaml_model_load', has: /check_yaml\(path, hard=False\) or/ },
  'rtdetr-few-positions': { file: head, in: 'RTDETRDecoder', has: /min\(self\.num_queries, feats/ },
  'cells-for-queries': { file: torchUtils, in: 'get_flops', has: /min_cells/ },
  'activation-restored': parser(/default_act = default_act/),
  'aifi-row-grid': { file: transformer, in: 'AIFI', has: /meshgrid\(grid_h, grid_w/ },
  'pose-needs-kpt-shape': { file: tasks, in: 'PoseModel', has: /self\.kpt_shape = cfg\["kpt_shape"\]/ },
  'conv2-runs-fused': { file: 'ultralytics/nn/modules/conv.py', in: 'Conv2', lacks: /def forward_fuse\b/ },
  'contrast-by-matmul': { file: block, in: 'ContrastiveHead', lacks: /einsum/ },
};

const profile = 'thop/profile.py';
const hooks = 'thop/vision/basic_hooks.py';

export const counterProbes: Readonly<Record<CounterChangeId, Probe>> = {
  'transposed-by-input': { file: profile, has: /ConvTranspose2d: count_convtNd/ },
  'clean-after-failure': { file: profile, in: 'profile', has: /finally:/ },
  'stride-option': { file: profile, in: 'profile', has: /stride=None/ },
  'nearest-is-free': { file: hooks, in: 'count_upsample', has: /"nearest": 0/ },
  'real-windows': { file: hooks, in: 'count_adap_avgpool', has: /for j in range\(o\)/ },
  'group-norm': { file: profile, has: /nn\.GroupNorm: count_normalization/ },
  'rms-norm': { file: profile, has: /RMSNorm\] = count_normalization/ },
  'subclasses-too': { file: profile, has: /__mro__/ },
  'children-too': { file: profile, in: 'profile', has: /every child is walked/ },
  'average-windows': { file: hooks, in: 'count_avgpool', has: /count_include_pad/ },
  'softmax-kin': { file: profile, has: /nn\.Softmax2d: count_softmax/ },
  'multihead-attention': { file: profile, has: /MultiheadAttention: count_multihead_attention/ },
  products: { file: profile, has: /torch\.matmul: _count_matmul/ },
  'quadratic-fit': { file: profile, in: 'profile', has: /min_cells/ },
  'adaptive-max-fixed': { file: profile, in: 'profile', has: /_AdaptiveMaxPoolNd/ },
  einsum: { file: profile, has: /torch\.einsum: _count_einsum/ },
  'functional-linear': { file: profile, has: /functional\.linear: _count_matmul/ },
};

/** Whether the change is there; `read` gives a file's text, or nothing where there is no such file. */
export function shows(probe: Probe, read: (file: string) => string | undefined): boolean {
  const text = read(probe.file);
  const part = text === undefined || probe.in === undefined ? text : topLevel(text, probe.in);
  if (part === undefined) return false;
  return probe.has === undefined ? !probe.lacks?.test(part) : probe.has.test(part);
}

/** The text of a class or function at the margin, to the next line there that is not the rest of its own head. */
function topLevel(text: string, name: string): string | undefined {
  const start = new RegExp(`^(?:class|def) (?:${name})\\b`, 'm').exec(text);
  if (start === null) return undefined;
  const rest = text.slice(start.index);
  const end = /\n[^\s)]/.exec(rest);
  return end === null ? rest : rest.slice(0, end.index);
}
