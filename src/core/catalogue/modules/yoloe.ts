/** YOLOE heads: classes are text embeddings, and a position's score is its product with each of them. */
import type { Feature, Layer, Net } from '../../net/builder.ts';
import { conv2d } from '../../net/convolutions.ts';
import { identity, linear } from '../../net/layers.ts';
import { upsample } from '../../net/pooling.ts';
import { Refused } from '../../net/refused.ts';
import { checkSizes } from '../../net/sizes.ts';
import type { ReleaseRules } from '../../upstream/releases.ts';
import { any, bool, int } from '../arguments.ts';
import { type Built, defineModule } from '../define.ts';
import { contrast } from './contrast.ts';
import { conv } from './conv.ts';
import { bins, classesArgument, type DetectOptions, detectHead, end2end, headArguments, levelChannels } from './detect.ts';
import { branch, checkLate, checkLevels, late, lightBranch } from './head-parts.ts';
import { prototypes26 } from './prototypes26.ts';
import { extraBranch, maskSizes, prototypes } from './tasks.ts';
import { checkClasses } from './world.ts';

/** Without a vocabulary the framework runs with this many embeddings of zeros, of this length whatever the head takes. */
const [vocabulary, textLength] = [80, 512];

const embedArgument = late(int('embed', 'length of the text embeddings', 512), true);
const withBnArgument = bool('with_bn', 'normalise the image side; anything but True is refused', false);
const known = (rules: ReleaseRules) => rules.has('yoloe-heads');

export const yoloeDetect = defineModule({
  name: 'YOLOEDetect',
  summary: 'Open-vocabulary detection head: class scores are products of image features with text embeddings.',
  composition:
    'Detect whose class branch ends in an embedding, times the normalised text embeddings; prompt branches that only run on request',
  args: [classesArgument, embedArgument, withBnArgument, bins, end2end, levelChannels],
  argsIn: headArguments,
  parser: { family: 'head', classBranch: true },
  upstream: known,
  build: (net, _x, o, inputs) => textHead(net, inputs, o),
  examples: [
    {
      input: [
        [16, 8, 12],
        [32, 8, 12],
        [64, 8, 12],
      ],
      args: [3, 512, true],
      output: [84, 288],
      params: 1880470,
    },
  ],
});

const maskArguments = [classesArgument, ...maskSizes, embedArgument, withBnArgument, bins, end2end, levelChannels] as const;

export const yoloeSegment = defineModule({
  name: 'YOLOESegment',
  summary: 'Open-vocabulary segmentation head: YOLOEDetect with mask coefficients and prototypes.',
  composition: 'YOLOEDetect, plus per level Conv 3×3 → Conv 3×3 → Conv2d to nm; Proto on the first level',
  args: maskArguments,
  argsIn: headArguments,
  parser: { family: 'head', scaledArgument: 2, classBranch: true },
  upstream: known,
  build: (net, x, o, inputs) => {
    checkedWidth(o);
    const masks = net.chain(x, prototypes(o.ch[0] ?? 0, o.npr, o.nm));
    const head = textHead(net, inputs, o, extraBranch('cv5', o.ch, o.nm));
    return { ...head, outputs: [...head.outputs, masks] };
  },
  examples: [
    {
      input: [
        [16, 8, 12],
        [32, 8, 12],
        [64, 8, 12],
      ],
      args: [3, 8, 16, 512, true],
      output: [92, 288],
      params: 1896430,
    },
  ],
});

export const yoloeSegment26 = defineModule({
  name: 'YOLOESegment26',
  summary: 'Open-vocabulary segmentation head of YOLO26: YOLOESegment whose prototypes come from all levels.',
  composition: 'YOLOEDetect, plus per level Conv 3×3 → Conv 3×3 → Conv2d to nm; Proto26 on all levels',
  args: maskArguments,
  parser: { family: 'head', scaledArgument: 2, classBranch: true },
  upstream: (rules) => rules.has('heads-take-reg-max'),
  build: (net, _x, o, inputs) => {
    checkedWidth(o);
    const masks = prototypes26(net, inputs, o, o);
    const head = textHead(net, inputs, o, extraBranch('cv5', o.ch, o.nm));
    return { ...head, outputs: [...head.outputs, masks] };
  },
  examples: [
    {
      input: [
        [16, 16, 16],
        [32, 8, 8],
        [64, 4, 4],
      ],
      args: [3, 8, 32, 512, true],
      output: [92, 336],
      params: 1_933_857,
    },
  ],
});

/** A part of prompt-free models that the framework makes of other layers; a file cannot hand it any. */
export const lrpcHead = defineModule({
  name: 'LRPCHead',
  summary: 'Head of prompt-free YOLOE, which the framework builds from the layers of a trained head; no row of a file can build it.',
  composition: 'Linear of the vocabulary on the positions that a filter lets through, beside the box branch',
  args: [
    any('vocab', 'a layer: the scores of the vocabulary'),
    any('pf', 'a layer: the filter of positions'),
    any('loc', 'a layer: the boxes'),
    bool('enabled', 'use the filter', true),
  ],
  parser: { family: 'verbatim' },
  upstream: known,
  build: (_net, _x, { enabled }) => {
    if (enabled) throw new Refused('AssertionError', '', 'args', 0, undefined, true);
    throw new Refused('TypeError', "LRPCHead.forward() missing 2 required positional arguments: 'loc_feat' and 'conf'", 'module');
  },
  examples: [],
});

type TextOptions = DetectOptions & { readonly embed: number; readonly with_bn: boolean };

/** Channels of the class branches, which the constructor compares with the embeddings' length before anything runs. */
function checkedWidth(o: TextOptions): number {
  checkLevels(o.ch);
  checkSizes([o.nc]);
  const hidden = Math.max(o.ch[0] ?? 0, Math.min(o.nc, 100));
  if (hidden > o.embed || !o.with_bn) {
    throw new Refused(
      'AssertionError',
      hidden > o.embed ? `c3 <= embed: ${hidden} is more than ${o.embed}` : 'with_bn must be True',
      'args',
      hidden > o.embed ? 1 : 2,
      undefined,
      true,
    );
  }
  return hidden;
}

function textHead(net: Net, inputs: readonly Feature[], o: TextOptions, extra?: ReturnType<typeof extraBranch>): Built {
  const hidden = checkedWidth(o);
  checkLate(o.embed, 'embed');
  if (inputs.length !== 3 && net.rules.has('yoloe-three-maps')) {
    const given = inputs.length + 1;
    throw new Refused('AssertionError', `Expected 4 features including 3 feature maps and 1 text embeddings, but got ${given}.`, 'from');
  }
  const text = net.stored('pe', [vocabulary, textLength], { buffer: true, trainable: false });
  const classBranch = net.options.legacy ? branch : lightBranch;
  net.declare(() => promptBranches(net, inputs, o, hidden));
  const head = detectHead(
    net,
    inputs,
    { ...o, nc: vocabulary },
    {
      ...(extra ? { extra } : {}),
      scores: (n, map, level, prefix) => {
        const image = n.chain(map, classBranch(`${prefix}cv3`, level, o.ch[level] ?? 0, hidden, o.embed));
        return contrast(n, `${prefix}cv4.${level}`, image, text, true, extra === undefined ? 1 : 3);
      },
    },
  );
  if (!net.rules.has('heads-take-reg-max')) checkClasses(net, head.levels ?? [], o.nc, vocabulary, 4 * o.reg_max + o.nc);
  return head;
}

/** Branches for text and visual prompts: stored, and run only when somebody prompts. */
function promptBranches(net: Net, inputs: readonly Feature[], { embed, ch }: TextOptions, hidden: number): void {
  const vector: Feature = { id: inputs[0]?.id ?? 0, shape: [vocabulary, embed] };
  net.within('reprta', 'Residual', () =>
    net.within('m', 'SwiGLUFFN', () => {
      net.chain(vector, linear('w12', { in: embed, out: 4 * embed }));
      net.chain({ id: vector.id, shape: [vocabulary, 2 * embed] }, linear('w3', { in: 2 * embed, out: embed }));
    }),
  );
  net.within('savpe', 'SAVPE', () => {
    const grown = (name: string, level: number): Layer =>
      level === 1 || level === 2
        ? upsample(name, 'nearest', (x) => [(x.shape[1] ?? 0) * level * 2, (x.shape[2] ?? 0) * level * 2])
        : identity(name);
    for (const [i, c1] of ch.entries()) {
      const x = inputs[i] as Feature;
      net.chain(
        x,
        conv.as(`cv1.${i}.0`, { c1, c2: hidden, k: 3 }),
        conv.as(`cv1.${i}.1`, { c1: hidden, c2: hidden, k: 3 }),
        grown(`cv1.${i}.2`, i),
      );
      net.chain(x, conv.as(`cv2.${i}.0`, { c1, c2: hidden, k: 1 }), grown(`cv2.${i}.1`, i));
    }
    const map = (channels: number): Feature => ({ id: 0, shape: [channels, 8, 8] });
    const codes = 16;
    net.chain(map(3 * hidden), conv2d('cv3', { in: 3 * hidden, out: embed }));
    net.chain(map(3 * hidden), conv2d('cv4', { in: 3 * hidden, out: codes, kernel: 3, padding: 1 }));
    net.chain(map(1), conv2d('cv5', { in: 1, out: codes, kernel: 3, padding: 1 }));
    net.chain(
      map(2 * codes),
      conv.as('cv6.0', { c1: 2 * codes, c2: codes, k: 3 }),
      conv2d('cv6.1', { in: codes, out: codes, kernel: 3, padding: 1 }),
    );
  });
}
