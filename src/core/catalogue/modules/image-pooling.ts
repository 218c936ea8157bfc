/** YOLO-World: text embeddings take up what is in the image. */
import type { Feature, Net } from '../../net/builder.ts';
import { conv2d } from '../../net/convolutions.ts';
import { add, affine, concat, matmul, mul, permute, reshape, softmax } from '../../net/functions.ts';
import { layerNorm, linear } from '../../net/layers.ts';
import { adaptivePool2d } from '../../net/pooling.ts';
import { Refused } from '../../net/refused.ts';
import { bool, int } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { channelsOfAll, put } from '../rewriting.ts';
import { checkTextLength } from './contrast.ts';
import { levelChannels } from './detect.ts';

/** Attention of the text to a few cells of every map. */
export const imagePoolingAttn = defineModule({
  name: 'ImagePoolingAttn',
  summary: 'Refines the text embeddings by attention to a few pooled cells of every map; the maps are handed on as they are.',
  docs: 'Later C2fAttn rows read the refined embeddings; WorldDetect always reads the original ones. It runs only in a model whose last module is WorldDetect. Before 8.4.0 the parser appends the channels, so a row can say no more than ec.',
  composition: 'per level Conv2d 1×1 → AdaptiveMaxPool2d(k); attention of the text to all cells → Linear (· scale) + text',
  args: [
    int('ec', 'channels of the attention', 256),
    levelChannels,
    int('ct', 'length of the text embeddings', 512),
    int('nh', 'heads, which must divide ec', 8),
    int('k', 'cells on each side of a pooled map', 3),
    bool('scale', 'a learnt weight of the result; else 1', false),
  ],
  parser: (rules) =>
    rules.has('image-pooling-channels-second')
      ? {
          family: 'special',
          inserted: [1],
          rewrite: ({ from, args, channels, lastChannels }) => ({
            args: [...args.slice(0, 1), put(channelsOfAll(from, channels)), ...args.slice(1)],
            channels: lastChannels,
            repeatsInside: false,
          }),
        }
      : { family: 'head', channelsOnly: true },
  text: 'refines',
  build: (net, _x, o, inputs) => attend(net, inputs.slice(0, -1), inputs.at(-1) as Feature, o),
  examples: [
    {
      input: [
        [64, 8, 8],
        [128, 8, 8],
      ],
      args: [256],
      output: [80, 512],
      params: 446_208,
    },
    {
      input: [
        [64, 8, 8],
        [128, 8, 8],
      ],
      args: [64, 512, 4, 3, true],
      output: [80, 512],
      params: 88_129,
    },
  ],
});

interface Options {
  readonly ec: number;
  readonly ch: readonly number[];
  readonly ct: number;
  readonly nh: number;
  readonly k: number;
  readonly scale: boolean;
}

function attend(net: Net, maps: readonly Feature[], text: Feature, { ec, ch, ct, nh, k, scale }: Options): Feature {
  if (nh === 0) throw new Refused('ZeroDivisionError', 'integer division or modulo by zero', 'args', 3, undefined, true);
  const weight = scale ? net.stored('scale', [1]) : undefined;
  const each = Math.floor(ec / nh);
  const cells = maps.map((map, i) => {
    const pooled = net.chain(map, conv2d(`projections.${i}`, { in: ch[i] ?? 0, out: ec }), adaptivePool2d(`im_pools.${i}`, 'max', k));
    if (k < 1) throw new Refused('RuntimeError', `cannot reshape tensor of 0 elements into shape [1, -1, ${k * k}]`, 'args', 4);
    return reshape(net, pooled, [ec, k * k]);
  });
  const image = permute(net, concat(net, cells, 1), [1, 0]);
  const normalised = `Given normalized_shape=[${ct}], expected input with shape [*, ${ct}], but got input of size[1, ${text.shape.join(', ')}]`;
  checkTextLength(ct, text, 2, normalised);
  if (nh < 0 || nh * each !== ec)
    throw new Refused(
      'RuntimeError',
      `shape '[1, -1, ${nh}, ${each}]' is invalid for input of size ${(text.shape[0] ?? 0) * ec}`,
      'args',
      3,
    );
  // [n, channels] to [heads, n, channels of a head].
  const byHead = (name: string, x: Feature, size: number): Feature => {
    const y = net.chain(x, layerNorm(`${name}.0`, size), linear(`${name}.1`, { in: size, out: ec }));
    return permute(net, reshape(net, y, [x.shape[0] ?? 0, nh, each]), [1, 0, 2]);
  };
  const [query, key, value] = [byHead('query', text, ct), byHead('key', image, ec), byHead('value', image, ec)];
  const road = { function: 'einsum' };
  const weights = softmax(net, affine(net, matmul(net, query, key, { transposeB: true, road }), each ** -0.5, 0), -1);
  const mixed = permute(net, matmul(net, weights, value, { road }), [1, 0, 2]);
  const taken = net.chain(reshape(net, mixed, [text.shape[0] ?? 0, ec]), linear('proj', { in: ec, out: ct }));
  return add(net, weight === undefined ? taken : mul(net, taken, weight), text);
}
