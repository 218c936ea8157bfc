/** The blocks of YOLOv7 as forks of Ultralytics name them. */
import { concat } from '../../../net/functions.ts';
import { maxPool2d } from '../../../net/pooling.ts';
import { activationFlag, bool, int, ints, number, optionalSize, size, strictInt } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { inputChannels, outputChannels } from '../common.ts';
import { conv } from '../conv.ts';
import { nowhere } from './common.ts';

const origin = 'YOLOv7 in forks of Ultralytics';

/** Efficient layer aggregation of the backbone. */
export const elan = defineModule({
  name: 'ELAN',
  summary: 'Efficient layer aggregation of YOLOv7: two 1×1 branches, one deepened by four 3×3 convolutions, all joined.',
  composition: 'Conv 1×1, beside Conv 1×1 → Conv 3×3 ×2 → Conv 3×3 ×2; concat of four → Conv 1×1',
  args: [inputChannels, outputChannels, bool('down', 'inner channels a quarter of c1, not half', false)],
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin,
  build: (net, x, { c1, c2, down }) => {
    const c = Math.floor(c1 / (down ? 4 : 2));
    const beside = net.chain(x, conv.as('conv1', { c1, c2: c }));
    const y1 = net.chain(x, conv.as('conv2', { c1, c2: c }));
    const y2 = net.chain(y1, conv.as('conv3', { c1: c, c2: c, k: 3 }), conv.as('conv4', { c1: c, c2: c, k: 3 }));
    const y3 = net.chain(y2, conv.as('conv5', { c1: c, c2: c, k: 3 }), conv.as('conv6', { c1: c, c2: c, k: 3 }));
    return net.chain(concat(net, [beside, y1, y2, y3]), conv.as('conv7', { c1: 4 * c, c2 }));
  },
  examples: [{ input: [128, 20, 20], args: [256], output: [256, 20, 20], params: 230_656 }],
});

/** Efficient layer aggregation of the head: every step is joined. */
export const elanH = defineModule({
  name: 'ELAN_H',
  summary: 'Efficient layer aggregation of YOLOv7’s head: as ELAN, with every intermediate result joined.',
  composition: 'Conv 1×1, beside Conv 1×1 → 4 × Conv 3×3; concat of six → Conv 1×1',
  args: [inputChannels, outputChannels],
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin,
  build: (net, x, { c1, c2 }) => {
    const [half, quarter] = [Math.floor(c1 / 2), Math.floor(c1 / 4)];
    const parts = [net.chain(x, conv.as('conv1', { c1, c2 })), net.chain(x, conv.as('conv2', { c1, c2 }))];
    for (const i of [3, 4, 5, 6]) {
      const last = parts.at(-1) ?? x;
      parts.push(net.chain(last, conv.as(`conv${i}`, { c1: i === 3 ? c2 : quarter, c2: quarter, k: 3 })));
    }
    return net.chain(concat(net, parts), conv.as('conv7', { c1: 4 * quarter + 2 * half, c2 }));
  },
  examples: [{ input: [256, 20, 20], args: [128], output: [128, 20, 20], params: 316_672 }],
});

/** The small one of YOLOv7-tiny. */
export const elanT = defineModule({
  name: 'ELAN_t',
  summary: 'Efficient layer aggregation of YOLOv7-tiny: two 1×1 branches, one deepened by two 3×3 convolutions, all joined.',
  composition: 'Conv k, beside Conv k → Conv 3×3 → Conv 3×3; concat of four → Conv k',
  args: [
    inputChannels,
    outputChannels,
    size('k', 'kernel of the outer convolutions', 1),
    size('s', 'stride of every convolution', 1),
    optionalSize('p', 'padding; None keeps the size at stride 1'),
    strictInt('g', 'groups', 1),
    activationFlag('act'),
  ],
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin,
  build: (net, x, { c1, c2, k, s, p, g, act }) => {
    const c = Math.trunc(c2 / 2);
    const rest = { s, p, g, act };
    const parts = [net.chain(x, conv.as('cv1', { c1, c2: c, k, ...rest })), net.chain(x, conv.as('cv2', { c1, c2: c, k, ...rest }))];
    for (const name of ['cv3', 'cv4']) parts.push(net.chain(parts.at(-1) ?? x, conv.as(name, { c1: c, c2: c, k: 3, ...rest })));
    return net.chain(concat(net, parts), conv.as('cv5', { c1: 4 * c, c2, k, ...rest }));
  },
  examples: [{ input: [64, 20, 20], args: [64, 1, 1, null, 1], output: [64, 20, 20], params: 31_104 }],
});

/** Halves the size on two ways; the parser's c2 is not used. */
function downsampling(name: string, share: number, params: number) {
  return defineModule({
    name,
    summary:
      share === 2
        ? 'Downsampling of YOLOv7’s backbone: a max-pool beside a strided convolution, half of the input channels each.'
        : 'Downsampling of YOLOv7’s head: a max-pool beside a strided convolution, all of the input channels each.',
    docs: 'The output channels follow from the input; those that the row says are only what the parser notes.',
    composition: 'MaxPool2d k → Conv 1×1, beside Conv 1×1 → Conv 3×3 s 2; concat',
    args: [inputChannels, outputChannels, size('k', 'window of the max-pool', 2), size('s', 'stride of the max-pool', 2)],
    parser: { family: 'scaled' },
    upstream: nowhere,
    origin,
    build: (net, x, { c1, k, s }) => {
      const c = Math.floor(c1 / share);
      const pooled = net.chain(x, maxPool2d('m', { kernel: k, stride: s }), conv.as('conv1', { c1, c2: c }));
      const strided = net.chain(x, conv.as('conv2', { c1, c2: c }), conv.as('conv3', { c1: c, c2: c, k: 3, s: 2 }));
      return concat(net, [pooled, strided]);
    },
    examples: [{ input: [64, 20, 20], args: [share === 2 ? 64 : 128], output: [share === 2 ? 64 : 128, 10, 10], params }],
  });
}

export const mp1 = downsampling('MP_1', 2, 13_504);
export const mp2 = downsampling('MP_2', 1, 45_440);

/** Spatial pyramid pooling in a cross-stage frame. */
export const sppcspc = defineModule({
  name: 'SPPCSPC',
  summary: 'Spatial pyramid pooling of YOLOv7: max-pools of several sizes on one branch, a 1×1 convolution past them, both joined.',
  composition: 'Conv 1×1 → Conv 3×3 → Conv 1×1 → max-pools → Conv 1×1 → Conv 3×3, beside Conv 1×1; concat → Conv 1×1',
  args: sppArguments(),
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin: 'YOLOv7',
  build: (net, x, { c1, c2, e, k }) => {
    const c = Math.trunc(2 * c2 * e);
    const y = net.chain(x, conv.as('cv1', { c1, c2: c }), conv.as('cv3', { c1: c, c2: c, k: 3 }), conv.as('cv4', { c1: c, c2: c }));
    const maps = k.map((window, i) => net.chain(y, maxPool2d(`m.${i}`, { kernel: window, stride: 1, padding: Math.floor(window / 2) })));
    const deep = net.chain(
      concat(net, [y, ...maps]),
      conv.as('cv5', { c1: (k.length + 1) * c, c2: c }),
      conv.as('cv6', { c1: c, c2: c, k: 3 }),
    );
    return net.chain(concat(net, [deep, net.chain(x, conv.as('cv2', { c1, c2: c }))]), conv.as('cv7', { c1: 2 * c, c2 }));
  },
  examples: [{ input: [32, 20, 20], args: [32], output: [32, 20, 20], params: 28_096 }],
});

/** The small one of YOLOv7-tiny. */
export const sppcspcSim = defineModule({
  name: 'SPPCSPCSIM',
  summary: 'Spatial pyramid pooling of YOLOv7-tiny: max-pools on one branch, a 1×1 convolution past them, both joined.',
  composition: 'Conv 1×1 → max-pools → Conv 1×1, beside Conv 1×1; concat → Conv 1×1',
  args: sppArguments(),
  parser: { family: 'scaled' },
  upstream: nowhere,
  origin,
  build: (net, x, { c1, c2, e, k }) => {
    const c = Math.trunc(2 * c2 * e);
    const beside = net.chain(x, conv.as('cv1', { c1, c2: c }));
    const y = net.chain(x, conv.as('cv2', { c1, c2: c }));
    const maps = k.map((window, i) => net.chain(y, maxPool2d(`m.${i}`, { kernel: window, stride: 1, padding: Math.floor(window / 2) })));
    const pooled = net.chain(concat(net, [y, ...maps]), conv.as('cv3', { c1: (k.length + 1) * c, c2: c }));
    return net.chain(concat(net, [beside, pooled]), conv.as('cv4', { c1: 2 * c, c2 }));
  },
  examples: [{ input: [32, 20, 20], args: [32], output: [32, 20, 20], params: 8_448 }],
});

function sppArguments() {
  return [
    inputChannels,
    outputChannels,
    int('n', 'not used', 1),
    bool('shortcut', 'not used', false),
    int('g', 'not used', 1),
    number('e', 'inner channels are 2 · c2 · e', 0.5),
    ints('k', 'windows of the max-pools', [5, 9, 13]),
  ] as const;
}
