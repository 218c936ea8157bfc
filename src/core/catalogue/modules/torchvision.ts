/** Backbones of torchvision as a row: the residual networks, written from their paper (He et al., CVPR 2016). */
import type { Feature, Layer, Net } from '../../net/builder.ts';
import { conv2d } from '../../net/convolutions.ts';
import { add, reshape } from '../../net/functions.ts';
import { activation, batchNorm, linear } from '../../net/layers.ts';
import { adaptivePool2d, maxPool2d } from '../../net/pooling.ts';
import { Refused, Unknown } from '../../net/refused.ts';
import { any, bool, int, pythonType } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { torchvisionModels } from '../torchvision-models.ts';

interface ResNet {
  readonly block: 'basic' | 'bottleneck';
  readonly depths: readonly [number, number, number, number];
  /** Channels of the 3×3 convolution of a bottleneck, in units of the stage's width. */
  readonly widen?: number;
}

const resNets: Readonly<Record<string, ResNet>> = {
  resnet18: { block: 'basic', depths: [2, 2, 2, 2] },
  resnet34: { block: 'basic', depths: [3, 4, 6, 3] },
  resnet50: { block: 'bottleneck', depths: [3, 4, 6, 3] },
  resnet101: { block: 'bottleneck', depths: [3, 4, 23, 3] },
  resnet152: { block: 'bottleneck', depths: [3, 8, 36, 3] },
  wide_resnet50_2: { block: 'bottleneck', depths: [3, 4, 6, 3], widen: 2 },
  wide_resnet101_2: { block: 'bottleneck', depths: [3, 4, 23, 3], widen: 2 },
};

/** A model of torchvision with its last layers cut off. */
export const torchVision = defineModule({
  name: 'TorchVision',
  summary: 'A model of torchvision as a backbone; the last `truncate` layers are cut off.',
  docs: `Known here: ${Object.keys(resNets).join(', ')}. Its first argument in the file is the number of output channels, which only the parser reads.`,
  composition: 'the layers of the named model, in order',
  args: [
    any('c1', 'input channels; the parser puts them in, and the module ignores them'),
    any('c2', 'output channels as the file says them; the module ignores them'),
    any('model', 'name of the model in torchvision', undefined, { values: Object.keys(resNets) }),
    any('weights', 'pretrained weights', 'DEFAULT'),
    bool('unwrap', 'take the model apart into its layers', true),
    int('truncate', 'how many layers to cut off at the end', 2),
    bool('split', 'hand on the result of every layer', false),
  ],
  argsIn: (rules, args) => (rules.has('torchvision-without-channels') ? args.slice(2) : args),
  parser: { family: 'torchvision' },
  build: (net, x, { model, unwrap, truncate, split }) => {
    if (typeof model !== 'string') {
      const text = `'${pythonType(model)}' object has no attribute 'lower'`;
      throw new Refused('AttributeError', text, 'args', net.options.argumentCount > 0 ? 0 : undefined, undefined, true);
    }
    const plan = resNets[model.toLowerCase()];
    if (!torchvisionModels.includes(model.toLowerCase()))
      throw new Refused('ValueError', `Unknown model ${model}`, 'args', undefined, undefined, true);
    if (plan === undefined) throw new Unknown(`the torchvision model ${model} is not described here`);
    if (!unwrap) throw new Unknown('TorchVision with unwrap False is not described here');
    if (x.shape[0] !== 3)
      throw new Refused(
        'RuntimeError',
        `Given groups=1, weight of size [64, 3, 7, 7], expected input[1, ${x.shape.join(', ')}] to have 3 channels, but got ${x.shape[0]} channels instead`,
        'from',
        undefined,
        'channel-mismatch',
      );
    const layers = resNetLayers(plan);
    // Python's [:-0] is empty, which later releases mend; a negative number cuts from the front.
    const kept = layers.slice(0, truncate > 0 ? -truncate : layers.length);
    return net.within('m', 'Container', () => {
      const maps = [x];
      for (const layer of kept) maps.push(net.chain(maps.at(-1) as Feature, layer));
      return split ? { outputs: maps, list: true } : { outputs: maps.slice(-1) };
    });
  },
  examples: [
    { input: [3, 64, 96], args: [512, 'resnet18', null, true, 2], output: [512, 2, 3], params: 11176512 },
    { input: [3, 64, 64], args: [256, 'resnet50', null, true, 5], output: [256, 16, 16], params: 225344 },
  ],
});

function resNetLayers({ block, depths, widen = 1 }: ResNet): Layer[] {
  const expansion = block === 'basic' ? 1 : 4;
  const stem = [
    conv2d('0', { in: 3, out: 64, kernel: 7, stride: 2, padding: 3, bias: false }),
    batchNorm('1'),
    activation('2', 'relu'),
    maxPool2d('3', { kernel: 3, stride: 2, padding: 1 }),
  ];
  let c1 = 64;
  const stages = depths.map((depth, stage): Layer => {
    const width = 64 * 2 ** stage;
    const blocks = Array.from({ length: depth }, (_, i) => {
      const layer = residual(String(i), block, c1, width, widen, i === 0 && stage > 0 ? 2 : 1);
      c1 = width * expansion;
      return layer;
    });
    return (net, x) => net.within(String(stage + 4), 'Container', () => net.chain(x, ...blocks));
  });
  const classifier: Layer = (net, x) =>
    net.chain(x.shape.length === 3 ? reshape(net, x, [x.shape[0] ?? 0]) : x, linear('9', { in: 512 * expansion, out: 1000 }));
  return [...stem, ...stages, adaptivePool2d('8', 'avg', 1), classifier];
}

function residual(name: string, block: ResNet['block'], c1: number, width: number, widen: number, stride: number): Layer {
  const out = block === 'basic' ? width : width * 4;
  return (net, x) =>
    net.within(name, block === 'basic' ? 'BasicBlock' : 'ResNetBottleneck', () => {
      const y = block === 'basic' ? basic(net, x, c1, width, stride) : narrow(net, x, c1, width, width * widen, stride);
      const shortcut =
        stride !== 1 || c1 !== out
          ? net.chain(x, conv2d('downsample.0', { in: c1, out, stride, bias: false }), batchNorm('downsample.1'))
          : x;
      return net.chain(add(net, y, shortcut), activation('relu', 'relu'));
    });
}

function basic(net: Net, x: Feature, c1: number, width: number, stride: number): Feature {
  return net.chain(
    x,
    conv2d('conv1', { in: c1, out: width, kernel: 3, stride, padding: 1, bias: false }),
    batchNorm('bn1'),
    activation('relu', 'relu'),
    conv2d('conv2', { in: width, out: width, kernel: 3, padding: 1, bias: false }),
    batchNorm('bn2'),
  );
}

function narrow(net: Net, x: Feature, c1: number, width: number, middle: number, stride: number): Feature {
  const relu = activation('relu', 'relu');
  return net.chain(
    x,
    conv2d('conv1', { in: c1, out: middle, bias: false }),
    batchNorm('bn1'),
    relu,
    conv2d('conv2', { in: middle, out: middle, kernel: 3, stride, padding: 1, bias: false }),
    batchNorm('bn2'),
    relu,
    conv2d('conv3', { in: middle, out: width * 4, bias: false }),
    batchNorm('bn3'),
  );
}

/** One of the maps that a backbone with `split` hands on. */
export const index = defineModule({
  name: 'Index',
  summary: 'Takes one of the maps that a row with split = True hands on.',
  docs: 'Its first argument in the file is the number of output channels, which only the parser reads. On a single tensor it takes one image of the batch, which no later layer accepts.',
  composition: 'x[index]',
  args: [
    any('c1', 'input channels; the parser puts them in, and the module ignores them'),
    any('c2', 'output channels as the file says them; the module ignores them'),
    int('index', 'which map', 0),
  ],
  argsIn: (rules, args) => (rules.has('torchvision-without-channels') ? args.slice(2) : args),
  parser: { family: 'torchvision' },
  takesList: true,
  build: (net, x, { index: at }, inputs) => {
    // A single input is a tensor: its first axis, the batch, is what the index takes from.
    if (net.options.lists[0] === undefined && at !== 0 && at !== -1)
      throw new Refused('IndexError', `index ${at} is out of bounds for dimension 0 with size 1`, 'args', 0);
    if (net.options.lists[0] === undefined) return reshape(net, x, [(x.shape[0] ?? 1) * (x.shape[1] ?? 1), x.shape[2] ?? 1]);
    const map = inputs.at(at);
    if (map === undefined) throw new Refused('IndexError', 'list index out of range', 'args', 0);
    return map;
  },
  examples: [
    {
      input: [
        [8, 12, 20],
        [16, 12, 20],
      ],
      lists: [2],
      args: [16, 1],
      output: [16, 12, 20],
      params: 0,
    },
  ],
});
