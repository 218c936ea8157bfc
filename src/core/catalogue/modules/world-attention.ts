/** YOLO-World: feature maps and the text embeddings of the classes look at each other. */
import type { Feature, Net } from '../../net/builder.ts';
import { add, affine, matmul, mul, permute, reduce, reshape, unary } from '../../net/functions.ts';
import { linear } from '../../net/layers.ts';
import { Refused } from '../../net/refused.ts';
import { numeric, roundHalfEven, scaledChannels } from '../../resolve/numbers.ts';
import type { Header, ParsedArgument } from '../../resolve/state.ts';
import { int, pythonType } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { argumentAt, changed } from '../rewriting.ts';
import { expansion, groupsArgument, inputChannels, joinedRepeats, outputChannels, shortcutArgument } from './common.ts';
import { checkTextLength } from './contrast.ts';
import { conv } from './conv.ts';
import { bottleneck, splitAndJoin } from './csp.ts';

/** C2f with a gate: every head of channels is weighted by how well it fits the best class. */
export const c2fAttn = defineModule({
  name: 'C2fAttn',
  summary: 'C2f of YOLO-World: after the bottlenecks, channels are weighted by how well they fit the best of the text embeddings.',
  docs: 'It runs only in a model whose last module is WorldDetect: no other is given text. Since 8.4.124 the parser sets ec to the hidden channels whatever the file says.',
  composition:
    'Conv 1×1 → split; n × Bottleneck(3×3, 3×3) in a row → Conv 3×3 · sigmoid(max over classes of image · text); concat all → Conv 1×1',
  args: [
    inputChannels,
    outputChannels,
    joinedRepeats,
    int('ec', 'channels in which image and text are compared: must come out as the hidden channels, c2 · e', 128),
    int('nh', 'heads, scaled by the width; they must divide the hidden channels', 1),
    int('gc', 'length of the text embeddings', 512),
    shortcutArgument(false),
    groupsArgument,
    expansion,
  ],
  parser: { family: 'scaled', repeatsInside: true, adjust: adjustArguments },
  text: 'reads',
  build: (net, x, { c1, c2, n, ec, nh, gc, shortcut, g, e }, inputs) =>
    splitAndJoin(
      net,
      x,
      { c1, c2, n, e },
      (name, c) => bottleneck.as(name, { c1: c, c2: c, shortcut, g, e: 1 }),
      (y, c) => net.within('attn', 'MaxSigmoidAttnBlock', () => maxSigmoidAttention(net, y, inputs.at(-1) as Feature, { c, ec, nh, gc })),
    ),
  examples: [
    { input: [64, 8, 8], args: [64, 32, 2], output: [64, 8, 8], params: 56_802 },
    { input: [64, 8, 8], args: [64, 32, 2, 512, true], output: [64, 8, 8], params: 56_802 },
  ],
});

interface Attention {
  readonly c: number;
  readonly ec: number;
  readonly nh: number;
  readonly gc: number;
}

function maxSigmoidAttention(net: Net, x: Feature, text: Feature, { c, ec, nh, gc }: Attention): Feature {
  if (nh === 0) throw new Refused('ZeroDivisionError', 'integer division or modulo by zero', 'args', nhIndex, undefined, true);
  const [, height = 0, width = 0] = x.shape;
  const positions = height * width;
  const [classes = 0] = text.shape;
  const each = Math.floor(c / nh);
  checkTextLength(gc, text, gcIndex, `mat1 and mat2 shapes cannot be multiplied (${text.shape.join('x')} and ${gc}x${ec})`);
  const guide = net.chain(text, linear('gl', { in: gc, out: ec }));
  if (nh < 0 || ec !== nh * each) throw wrongView(`1, ${classes}, ${nh}, ${each}`, classes * ec);
  const embedded = c === ec ? x : net.chain(x, conv.as('ec', { c1: c, c2: ec, act: false }));
  const byHead = permute(net, reshape(net, guide, [classes, nh, each]), [1, 0, 2]);
  const road = net.rules.has('contrast-by-matmul') ? 'matmul' : 'einsum';
  const fits = matmul(net, byHead, reshape(net, embedded, [nh, each, positions]), { road: { function: road } });
  const bias = reshape(net, net.stored('bias', [nh]), [nh, 1]);
  const gate = unary(net, 'sigmoid', add(net, affine(net, reduce(net, 'max', fits, [1], false), each ** -0.5, 0), bias));
  const projected = net.chain(x, conv.as('proj_conv', { c1: c, c2: c, k: 3, act: false }));
  if (c % nh !== 0) throw wrongView(`1, ${nh}, -1, ${height}, ${width}`, c * positions);
  const gated = mul(net, reshape(net, projected, [nh, c / nh, positions]), reshape(net, gate, [nh, 1, positions]));
  return reshape(net, gated, [c, height, width]);
}

/** Places in the call. */
const [nhIndex, gcIndex] = [4, 5];

function wrongView(shape: string, size: number): Refused {
  return new Refused('RuntimeError', `shape '[${shape}]' is invalid for input of size ${size}`, 'args', nhIndex);
}

/** The row's ec and nh are scaled too: [c2, ec, nh, gc, shortcut, g, e]. */
function adjustArguments(args: readonly ParsedArgument[], c2: number, header: Header): readonly ParsedArgument[] {
  const out = [...args];
  const most = Math.floor((numeric(header.maxChannels) ?? Number.POSITIVE_INFINITY) / 2);
  const headsFirst = header.rules.has('c2fattn-heads-first');
  if (!headsFirst) {
    const written = argumentAt(args, 1);
    out[1] = changed(written, scaledChannels(written.value, most, header.width));
  }
  const heads = scaledHeads(argumentAt(args, 2), Math.floor(most / 32), header);
  out[2] = changed(argumentAt(args, 2), heads);
  if (headsFirst) out[1] = changed(argumentAt(args, 1), hiddenChannels(args[6], c2, heads));
  return out;
}

function scaledHeads({ value }: ParsedArgument, most: number, header: Header): number {
  const written = numeric(value);
  if (written === undefined)
    throw new Refused('TypeError', `'<' not supported between instances of '${pythonType(value)}' and 'int'`, 'args', 2);
  return Math.trunc(written > 1 ? Math.max(roundHalfEven(Math.min(written, most)) * (numeric(header.width) ?? 1), 1) : written);
}

function hiddenChannels(e: ParsedArgument | undefined, c2: number, heads: number): number {
  const share = e === undefined ? 0.5 : numeric(e.value);
  if (share === undefined)
    throw new Refused('TypeError', `can't multiply sequence by non-int of type '${pythonType(e?.value ?? null)}'`, 'args', 6);
  const hidden = Math.trunc(c2 * share);
  if (heads === 0) throw new Refused('ZeroDivisionError', 'integer modulo by zero', 'args', 2);
  if (hidden % heads !== 0) {
    const said = `C2fAttn hidden channels ${hidden} (from c2=${c2}) must be divisible by nh=${heads}; adjust width_multiple, nh, or C2fAttn expansion`;
    throw new Refused('ValueError', said, 'args', 2);
  }
  return hidden;
}
