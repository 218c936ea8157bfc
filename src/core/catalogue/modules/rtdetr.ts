/** RT-DETR's head: a transformer decoder on the best positions of the encoder. */
import { checkHeads } from '../../net/attention.ts';
import type { Feature, Net } from '../../net/builder.ts';
import { conv2d } from '../../net/convolutions.ts';
import { add, affine, binary, concat, mul, permute, reduce, reshape, slice, unary } from '../../net/functions.ts';
import { activation, batchNorm, layerNorm, linear } from '../../net/layers.ts';
import { Refused } from '../../net/refused.ts';
import { checkSizes } from '../../net/sizes.ts';
import { any, bool, int, ints, number } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { channelsOfAll, put } from '../rewriting.ts';
import { integer } from '../torch-arguments.ts';
import { type DecoderOptions, decoderLayer, type Memory } from './deformable.ts';
import { mlp, ownActivation } from './transformer-parts.ts';

/** Detection without suppression: a fixed number of queries, refined layer by layer. */
export const rtdetrDecoder = defineModule({
  name: 'RTDETRDecoder',
  summary: 'Head of RT-DETR: the best positions become queries, which decoder layers turn into boxes and class scores.',
  docs: 'Layers behind the one that is used (eval_idx), all class layers but its own and the embedding for denoising serve training only: they are counted as parameters and do no work. The framework measures no strides here.',
  composition:
    'per level Conv2d 1×1 → BatchNorm2d; Linear → LayerNorm → scores, the best nq; ndl × (self-attention → deformable attention → feed-forward), each refines the boxes',
  args: [
    integer('nc', 'number of classes', 80),
    ints('ch', 'channels of the levels; the parser puts them in', [512, 1024, 2048]),
    int('hd', 'hidden channels', 256),
    int('nq', 'number of queries', 300),
    int('ndp', 'points that a head samples on a level', 4),
    int('nh', 'heads; they must divide the hidden channels', 8),
    int('ndl', 'decoder layers', 6),
    int('d_ffn', 'hidden channels of the feed-forward parts', 1024),
    number('dropout', 'share dropped while training', 0),
    any('act', 'a module, which a YAML cannot give: leave it out', null),
    int('eval_idx', 'the layer whose boxes are taken; negative counts from the end', -1),
    int('nd', 'queries for denoising, while training', 100),
    number('label_noise_ratio', 'share of wrong labels for denoising', 0.5),
    number('box_noise_scale', 'noise of the boxes for denoising', 1),
    bool('learnt_init_query', 'queries start from learnt vectors instead of the features at their positions', false),
  ],
  parser: {
    family: 'special',
    inserted: [1],
    rewrite: ({ from, args, channels, lastChannels }) => ({
      args: [...args.slice(0, 1), put(channelsOfAll(from, channels)), ...args.slice(1)],
      channels: lastChannels,
      repeatsInside: false,
    }),
  },
  build: (net, _x, o, inputs) => {
    const { nc, ch, hd, ndl, ndp: points, nh: heads, d_ffn: hidden, dropout: share } = o;
    checkSizes([nc, hd, hidden, points]);
    checkHeads(hd, heads, 5);
    const act = ownActivation(net, 9, o.act, activation('act', 'relu'));
    const layer: DecoderOptions = { dim: hd, heads, points, hidden, share, act };
    const memory = project(net, inputs, ch, hd);
    const start = chooseQueries(net, memory.features, memory.sizes, o);
    net.declare(() => net.within('denoising_class_embed', 'nn.Embedding', () => net.parameter('weight', [nc, hd])));
    const used = o.eval_idx < 0 ? ndl + o.eval_idx : o.eval_idx;
    if (used < 0 || used >= ndl) throw new Refused('RuntimeError', 'stack expects a non-empty TensorList', 'args', 10);
    let { queries } = start;
    let boxes = unary(net, 'sigmoid', start.logits);
    let scores = queries;
    const step = (i: number): void => {
      const code = net.chain(boxes, mlp('query_pos_head', [4, 2 * hd, hd]));
      queries = decoderLayer(net, `decoder.layers.${i}`, layer, { queries, code, boxes }, memory);
      const moved = net.chain(queries, mlp(`dec_bbox_head.${i}`, [hd, hd, hd, 4]));
      boxes = unary(net, 'sigmoid', add(net, moved, logit(net, boxes)));
    };
    const score = (i: number): void => {
      scores = net.chain(queries, linear(`dec_score_head.${i}`, { in: hd, out: nc }));
    };
    for (let i = 0; i <= used; i++) {
      step(i);
      if (i === used) score(i);
      else net.declare(() => score(i));
    }
    const [box, logits] = [boxes, scores];
    for (let i = used + 1; i < ndl; i++) {
      net.declare(() => {
        step(i);
        score(i);
      });
    }
    return { outputs: [predictions(net, box, unary(net, 'sigmoid', logits), o.nq)] };
  },
  examples: [
    {
      input: [
        [32, 8, 8],
        [64, 8, 8],
      ],
      args: [10, 64, 50, 4, 8, 3, 128],
      output: [50, 6],
      params: 220_344,
    },
    {
      input: [
        [32, 8, 8],
        [64, 8, 8],
      ],
      args: [3, 64, 300, 4, 8, 2, 128, 0, null, 0, 100, 0.5, 1, true],
      output: [300, 6],
      params: 174_101,
    },
  ],
});

/** Every level to the hidden width, all positions in one list. */
function project(net: Net, inputs: readonly Feature[], ch: readonly number[], hd: number): Memory {
  net.container('input_proj');
  const maps = ch.map((c, i) =>
    net.chain(inputs[i] as Feature, conv2d(`input_proj.${i}.0`, { in: c, out: hd, bias: false }), batchNorm(`input_proj.${i}.1`, hd)),
  );
  const sizes = maps.map((map): [number, number] => [map.shape[1] ?? 0, map.shape[2] ?? 0]);
  const lists = maps.map((map, i) => permute(net, reshape(net, map, [hd, (sizes[i]?.[0] ?? 0) * (sizes[i]?.[1] ?? 0)]), [1, 0]));
  return { features: concat(net, lists), sizes };
}

interface Choice {
  readonly nc: number;
  readonly hd: number;
  readonly nq: number;
  readonly learnt_init_query: boolean;
}

/** The positions with the best class score become queries; their boxes are logits around the cell. */
function chooseQueries(net: Net, features: Feature, sizes: Memory['sizes'], { nc, hd, nq, learnt_init_query: learnt }: Choice) {
  const positions = features.shape[0] ?? 0;
  const [anchors, valid] = net.applyMany(
    { kind: 'anchorBoxes', sizes, side: 0.05, margin: 0.01 },
    [],
    [
      [positions, 4],
      [positions, 1],
    ],
    {
      function: 'meshgrid',
    },
  ) as [Feature, Feature];
  const encoded = net.chain(mul(net, valid, features), linear('enc_output.0', { in: hd, out: hd }), layerNorm('enc_output.1', hd));
  const scores = net.chain(encoded, linear('enc_score_head', { in: hd, out: nc }));
  if (nc === 0) throw new Refused('IndexError', 'max(): Expected reduction dim 2 to have non-zero size.', 'args', 0);
  const count = net.rules.has('rtdetr-few-positions') ? Math.min(nq, positions) : nq;
  if (count < 0 || count > positions) throw new Refused('RuntimeError', 'selected index k out of range', 'row');
  const best = [reduce(net, 'max', scores, [1], false), encoded, anchors];
  const [chosen, around] = net.applyMany(
    { kind: 'selectBest', count },
    best,
    [
      [count, hd],
      [count, 4],
    ],
    { function: 'topk' },
  ) as [Feature, Feature];
  const logits = add(net, net.chain(chosen, mlp('enc_bbox_head', [hd, hd, hd, 4])), around);
  const queries = learnt
    ? slice(
        net,
        net.within('tgt_embed', 'nn.Embedding', () => net.stored('weight', [nq, hd])),
        0,
        0,
        count,
      )
    : chosen;
  return { queries, logits };
}

/** The framework's inverse of the sigmoid, cut off at 10⁻⁵ from both ends. */
function logit(net: Net, x: Feature): Feature {
  const least = 1e-5;
  const above = (y: Feature) => affine(net, unary(net, 'relu', affine(net, y, 1, -least)), 1, least);
  return unary(net, 'log', binary(net, 'div', above(x), above(affine(net, x, -1, 1))));
}

/** [queries, 4 + classes], or since `rtdetr-best-queries` [nq, box + score + class] of the best pairs of query and class. */
function predictions(net: Net, boxes: Feature, scores: Feature, nq: number): Feature {
  if (!net.rules.has('rtdetr-best-queries')) return concat(net, [boxes, scores], 1);
  const [queries = 0, classes = 0] = scores.shape;
  const count = Math.min(nq, queries * classes);
  return net.apply({ kind: 'topDetections', count }, [scores, boxes], [count, 6], { function: 'topk' });
}
