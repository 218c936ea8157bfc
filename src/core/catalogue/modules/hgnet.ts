/** PP-HGNetV2, the backbone of RT-DETR. */
import type { Feature, Layer, Net } from '../../net/builder.ts';
import { add, concat } from '../../net/functions.ts';
import { activation } from '../../net/layers.ts';
import { maxPool2d } from '../../net/pooling.ts';
import type { PyValue } from '../../python.ts';
import { any, bool, int, strictInt } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { argumentAt, channelsOf, type FamilyInput, type FamilyResult, put, scaledInForks } from '../rewriting.ts';
import { inputChannels } from './common.ts';
import { conv, dwConv } from './conv.ts';

const hidden = strictInt('cm', 'hidden channels, not scaled');
const out = strictInt('c2', 'output channels, not scaled');

/** The first rows of the backbone in one: to a quarter of the height and width. */
export const hgStem = defineModule({
  name: 'HGStem',
  summary: 'Stem of PP-HGNetV2: to a quarter of the height and width, with a pooled branch beside a convolved one.',
  docs: 'The parser does not scale its channels; parsers of forks do.',
  composition: 'Conv 3×3 stride 2; max pooling beside Conv 2×2 → Conv 2×2; concat → Conv 3×3 stride 2 → Conv 1×1, all with ReLU',
  args: [inputChannels, hidden, out],
  parser: { family: 'special', inserted: [0], rewrite: (input) => ({ ...unscaled(input), repeatsInside: false }) },
  build: (net, x, { c1, cm, c2 }) => {
    const half = Math.floor(cm / 2);
    const act = activation('act', 'relu');
    const first = padded(net, net.chain(x, conv.as('stem1', { c1, c2: cm, k: 3, s: 2, act })));
    const narrow = padded(net, net.chain(first, conv.as('stem2a', { c1: cm, c2: half, k: 2, p: 0, act })));
    const convolved = net.chain(narrow, conv.as('stem2b', { c1: half, c2: cm, k: 2, p: 0, act }));
    const pooled = net.chain(first, maxPool2d('pool', { kernel: 2, stride: 1 }));
    return net.chain(
      concat(net, [pooled, convolved]),
      conv.as('stem3', { c1: 2 * cm, c2: cm, k: 3, s: 2, act }),
      conv.as('stem4', { c1: cm, c2, act }),
    );
  },
  examples: [{ input: [3, 64, 64], args: [32, 48], output: [48, 16, 16], params: 25_248 }],
});

/** A row and a column of zeros at the end. */
function padded(net: Net, x: Feature): Feature {
  const [c = 0, h = 0, w = 0] = x.shape;
  const pads = [
    [0, 0],
    [0, 1],
    [0, 1],
  ] as const;
  return net.apply({ kind: 'pad', pads, value: 0 }, [x], [c, h + 1, w + 1], { function: 'pad' });
}

/** The block of the backbone. */
export const hgBlock = defineModule({
  name: 'HGBlock',
  summary: 'Block of PP-HGNetV2: convolutions in a row, all of them joined and squeezed.',
  docs: 'The parser does not scale its channels, parsers of forks do; it puts the scaled repeats in behind the kernel size, which must be there: without it they become the kernel size.',
  composition: 'n × Conv k×k in a row (or Conv 1×1 → DWConv k×k); concat with the input → Conv 1×1 → Conv 1×1 (+ input), all with ReLU',
  args: [
    inputChannels,
    hidden,
    out,
    int('k', 'kernel size', 3),
    int('n', 'how many inner convolutions; the parser puts the scaled repeats in', 6),
    bool('lightconv', '1×1 and depth-wise instead of full convolutions', false),
    bool('shortcut', 'add the input where the channels are equal', false),
    any('act', 'True: the default activation (SiLU); leave it out for ReLU', null),
  ],
  parser: {
    family: 'special',
    inserted: [0, 4],
    rewrite: (input) => {
      const { args, ...rest } = unscaled(input);
      return { ...rest, args: [...args.slice(0, 4), put(input.repeats), ...args.slice(4)], repeatsInside: true };
    },
  },
  build: (net, x, { c1, cm, c2, k, n, lightconv, shortcut, act: given }) => {
    const act = blockActivation(net, given);
    const maps = [x];
    net.container('m');
    for (let i = 0; i < n; i++) {
      const inputs = i === 0 ? c1 : cm;
      const layer = lightconv ? light(`m.${i}`, inputs, cm, k, act) : conv.as(`m.${i}`, { c1: inputs, c2: cm, k, act });
      maps.push(net.chain(maps.at(-1) as Feature, layer));
    }
    const half = Math.floor(c2 / 2);
    const y = net.chain(concat(net, maps), conv.as('sc', { c1: c1 + n * cm, c2: half, act }), conv.as('ec', { c1: half, c2, act }));
    return shortcut && c1 === c2 ? add(net, y, x) : y;
  },
  examples: [
    { input: [48, 16, 16], args: [48, 128, 3], output: [128, 16, 16], params: 35_552 },
    { input: [48, 16, 16], args: [48, 48, 5, true, true], output: [48, 16, 16], params: 7_296 },
  ],
});

/** [c1, cm, c2, rest]; only forks scale cm and c2. */
function unscaled({ header, from, args, channels }: FamilyInput): Omit<FamilyResult, 'repeatsInside'> & { c1: number } {
  const c1 = channelsOf(from, channels);
  const [cm, c2] = [scaledInForks(argumentAt(args, 0), header), scaledInForks(argumentAt(args, 1), header)];
  return { args: [put(c1), cm, c2, ...args.slice(2)], channels: typeof c2.value === 'number' ? c2.value : undefined, c1 };
}

/** One ReLU for the whole block, in older releases for all blocks of the model; what else a YAML gives means none or the default. */
function blockActivation(net: Net, given: PyValue): Layer | boolean {
  const own = net.rules.has('own-activations');
  if (net.options.argumentCount > 7 && !(given === null && own)) return given === true;
  if (!own) return activation('act', 'relu', { shared: 'hgblock_act' });
  const first = activation('act', 'relu');
  let made = false;
  return (m, x) => {
    if (!made) {
      made = true;
      return first(m, x);
    }
    // The same object again: no module more.
    return m.apply({ kind: 'unary', fn: 'relu' }, [x], x.shape, { module: 'nn.ReLU' });
  };
}

function light(name: string, c1: number, c2: number, k: number, act: Layer | boolean): Layer {
  return (net, x) =>
    net.within(name, 'LightConv', () => net.chain(x, conv.as('conv1', { c1, c2, act: false }), dwConv.as('conv2', { c1: c2, c2, k, act })));
}
