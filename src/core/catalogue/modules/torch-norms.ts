/** Normalisations of `torch.nn` that can be a row. */
import { batchNorm, groupNorm, instanceNorm, layerNorm, rmsNorm } from '../../net/layers.ts';
import { Refused } from '../../net/refused.ts';
import { checkSizes } from '../../net/sizes.ts';
import { PyFloat, type PyValue } from '../../python.ts';
import { any, bool, pythonType } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { checkFactory, factory, iterated, optionalScalar, pythonNumber, scalar, sizeElement } from '../torch-arguments.ts';

const docs = 'A layer of PyTorch; its arguments are not scaled and the parser puts nothing in.';
const eps = scalar('eps', 'added to the variance', 1e-5);
const momentum = { ...optionalScalar('momentum', 'how fast running statistics follow; nothing in evaluation'), fallback: 0.1 };

export const torchBatchNorm2d = defineModule({
  name: 'nn.BatchNorm2d',
  summary: 'Batch normalisation. The parser passes the input channels and nothing else.',
  docs: 'Whatever the row gives as arguments is dropped.',
  composition: 'BatchNorm2d',
  args: [any('num_features', 'channels; the parser puts them in')],
  parser: { family: 'batchNorm' },
  build: (net, x, o) => batchNorm('', channelCount(o.num_features))(net, x),
  examples: [{ input: [8, 20, 20], args: [], output: [8, 20, 20], params: 16 }],
});

export const torchLayerNorm = defineModule({
  name: 'nn.LayerNorm',
  summary: 'Normalises every image, or every stretch of its last axes, by itself.',
  docs,
  composition: 'LayerNorm',
  args: [
    any('normalized_shape', 'size of the last axis, or of all last axes that are normalised together: [channels, height, width]'),
    eps,
    bool('elementwise_affine', 'a learnt scale and shift', true),
    bool('bias', 'with the scale, a shift', true),
    ...factory,
  ],
  parser: { family: 'verbatim' },
  build: (net, x, o) => {
    const sizes = lastSizes(o.normalized_shape, o.elementwise_affine);
    if (o.elementwise_affine) checkFactory(o, 4);
    return layerNorm('', sizes, { eps: o.eps, affine: o.elementwise_affine, bias: o.bias })(net, x);
  },
  examples: [
    { input: [8, 20, 20], args: [20], output: [8, 20, 20], params: 40 },
    { input: [8, 20, 20], args: [[8, 20, 20]], output: [8, 20, 20], params: 6400 },
    { input: [8, 20, 20], args: [20, new PyFloat(1e-3), false], output: [8, 20, 20], params: 0 },
  ],
});

export const torchRmsNorm = defineModule({
  name: 'nn.RMSNorm',
  summary: 'Divides every image, or every stretch of its last axes, by its root mean square.',
  docs,
  composition: 'RMSNorm',
  args: [
    any('normalized_shape', 'size of the last axis, or of all last axes that are normalised together: [channels, height, width]'),
    optionalScalar('eps', 'added to the mean square; None: the least step of a number'),
    bool('elementwise_affine', 'a learnt scale', true),
    ...factory,
  ],
  parser: { family: 'verbatim' },
  build: (net, x, o) => {
    const sizes = lastSizes(o.normalized_shape, o.elementwise_affine);
    if (o.elementwise_affine) checkFactory(o, 3);
    return rmsNorm('', sizes, o.eps ?? 2 ** -23, o.elementwise_affine)(net, x);
  },
  examples: [{ input: [8, 20, 20], args: [20], output: [8, 20, 20], params: 20 }],
});

export const torchGroupNorm = defineModule({
  name: 'nn.GroupNorm',
  summary: 'Normalises groups of channels, of every image by itself.',
  docs,
  composition: 'GroupNorm',
  args: [
    any('num_groups', 'groups of channels'),
    any('num_channels', 'channels, as they really are after scaling'),
    eps,
    bool('affine', 'a learnt scale and shift', true),
    ...factory,
  ],
  parser: { family: 'verbatim' },
  build: (net, x, o) => {
    const [groups, channels] = [pythonNumber(o.num_groups), pythonNumber(o.num_channels)];
    if (groups === 0) throw new Refused('ZeroDivisionError', 'integer modulo by zero', 'args', 0, undefined, true);
    if (channels % groups !== 0) {
      throw new Refused('ValueError', `num_channels (${channels}) must be divisible by num_groups (${groups})`, 'args', 0, 'groups', true);
    }
    channelCount(o.num_channels, o.affine);
    channelCount(o.num_groups, true);
    if (o.affine) checkFactory(o, 4);
    return groupNorm('', groups, channels, { eps: o.eps, affine: o.affine })(net, x);
  },
  examples: [
    { input: [8, 20, 20], args: [2, 8], output: [8, 20, 20], params: 16 },
    { input: [8, 20, 20], args: [4, 8, new PyFloat(1e-5), false], output: [8, 20, 20], params: 0 },
  ],
});

export const torchInstanceNorm2d = defineModule({
  name: 'nn.InstanceNorm2d',
  summary: 'Normalises every channel of every image by itself.',
  docs,
  composition: 'InstanceNorm2d',
  args: [
    any('num_features', 'channels, as they really are after scaling'),
    eps,
    momentum,
    bool('affine', 'a learnt scale and shift', false),
    bool('track_running_stats', 'in evaluation, the statistics of training', false),
    ...factory,
  ],
  parser: { family: 'verbatim' },
  build: (net, x, o) => {
    const stored = o.affine || o.track_running_stats;
    const channels = channelCount(o.num_features, stored);
    if (stored) checkFactory(o, 5);
    return instanceNorm('', channels, { eps: o.eps, affine: o.affine, tracked: o.track_running_stats })(net, x);
  },
  examples: [
    { input: [8, 20, 20], args: [8], output: [8, 20, 20], params: 0 },
    { input: [8, 20, 20], args: [8, new PyFloat(1e-5), new PyFloat(0.1), true], output: [8, 20, 20], params: 16 },
    { input: [8, 20, 20], args: [8, new PyFloat(1e-5), new PyFloat(0.1), true, true], output: [8, 20, 20], params: 16 },
  ],
});

/** A number of channels of which a tensor is made, if one is. */
function channelCount(value: PyValue, stored = true): number {
  const list = iterated(value);
  if (typeof value === 'number') {
    if (stored) checkSizes([value]);
    return value;
  }
  if (!stored) return typeof value === 'boolean' ? Number(value) : Number.NaN;
  const text = list === undefined ? `must be tuple of ints, not ${pythonType(value)}` : 'must be tuple of ints';
  throw new Refused('TypeError', `empty(): argument 'size' (position 1) ${text}`, 'args', 0, undefined, true);
}

/** A size, or several; where no tensor is made of them, only what runs looks at each. */
function lastSizes(value: PyValue, stored: boolean): number[] {
  const list = typeof value === 'number' || typeof value === 'boolean' ? [value] : iterated(value);
  if (list === undefined) {
    throw new Refused('TypeError', `'${pythonType(value)}' object is not iterable`, 'args', 0, undefined, true);
  }
  return list.map((item, i) => {
    try {
      return sizeElement(item, i, stored ? 'size' : 'normalized_shape', 0);
    } catch (error) {
      throw error instanceof Refused ? new Refused(error.pythonType, error.text, 'args', 0, undefined, stored) : error;
    }
  });
}
