import { analyze, assemble, catalogue, type NetworkGraph, type NetworkOperation } from '../../src/core/index.ts';
import { elements, type Primitive, type Shape } from '../../src/core/ops.ts';
import { exampleModel } from './exampleModel.ts';
import type { PrimitiveCase } from './primitiveCases.ts';

/** Releases whose modules are built from other operations. */
const releases = ['8.3.63', '8.4.190', 'yolov12', 'yolov13'];

/**
 * The ways in which the catalogue's modules use primitives, as trained and fused, that none of `written` is: by rank, axis, kind of
 * broadcast and of convolution. Of each the smallest one.
 */
export function catalogueCases(written: readonly PrimitiveCase[]): PrimitiveCase[] {
  const known = new Set(written.map(({ primitive, inputs, outputs }) => way(primitive, inputs, outputs)));
  const found = new Map<string, PrimitiveCase>();
  for (const { name, network } of networks()) {
    const shapes = (ids: readonly number[]) => ids.map((id) => network.tensors[id] ?? []);
    for (const operation of network.rows.flatMap(({ operations }) => operations)) {
      const made = caseOf(name, operation, shapes(operation.inputs), shapes(operation.outputs));
      const key = way(made.primitive, made.inputs, made.outputs);
      const before = found.get(key);
      if (!known.has(key) && (before === undefined || size(made) < size(before))) found.set(key, made);
    }
  }
  return [...found].map(([key, made]) => ({ ...made, name: `${key}, as in ${made.name}` }));
}

function* networks(): Generator<{ name: string; network: NetworkGraph }> {
  for (const definition of catalogue()) {
    for (const example of definition.examples) {
      for (const upstream of releases) {
        const { text, ch, imgsz } = exampleModel(definition, example);
        const analysis = analyze(text, { upstream, ch, imgsz });
        for (const fused of [false, true]) {
          const network = assemble(analysis, { fused });
          if (network) yield { name: definition.name, network };
        }
      }
    }
  }
}

function caseOf(
  name: string,
  { primitive, weights }: NetworkOperation,
  inputs: readonly Shape[],
  outputs: readonly Shape[],
): PrimitiveCase {
  const positive =
    primitive.kind === 'unary' ? ['sqrt', 'log'].includes(primitive.fn) : primitive.kind === 'binary' && primitive.fn === 'div';
  return { name, primitive, inputs, outputs, weights: Object.fromEntries(weights.map(({ role, shape }) => [role, shape])), positive };
}

function size({ inputs, outputs }: PrimitiveCase): number {
  return [...inputs, ...outputs].reduce((sum, shape) => sum + elements(shape), 0);
}

/** What back ends tell apart of a use: not its sizes. */
function way(p: Primitive, inputs: readonly Shape[], outputs: readonly Shape[]): string {
  const ranks = [...inputs, ...outputs].map((shape) => shape.length).join(' ');
  const of = (...options: readonly unknown[]) => [p.kind, ...options].join(' ');
  switch (p.kind) {
    case 'conv2d':
    case 'dynamicConv2d':
    case 'convTranspose2d': {
      const strided = p.stride[0] !== p.stride[1] ? 'unequal strides' : p.stride[0] > 1 ? 'strided' : '';
      return of(grouping(p.groups, inputs[0], outputs[0]), strided, p.dilation.some((d) => d > 1) ? 'dilated' : '', inputs.length);
    }
    case 'unary':
      return of(p.fn, ranks);
    case 'binary':
      return of(p.fn, broadcast(inputs));
    case 'reduce':
      return of(p.fn, ranks, p.axes, p.keepDims);
    case 'concat':
    case 'softmax':
    case 'split':
      return of(p.axis, inputs[0]?.length);
    case 'slice':
      return of(p.axis, p.step > 1 ? 'steps' : '', ranks);
    case 'matmul':
      return of(p.transposeA, p.transposeB, ranks);
    case 'permute':
      return of(p.order);
    case 'resize':
      return of(p.mode, p.alignCorners, p.size[0] > (inputs[0]?.[1] ?? 0) ? 'up' : 'down');
    case 'layerNorm':
      return of(p.axes, p.affine, ranks);
    case 'maxPool2d':
    case 'avgPool2d':
      return of(p.stride[0] > 1 ? 'strided' : '', p.padding[0] > 0 ? 'padded' : '', p.kind === 'avgPool2d' && p.countPadding);
    default:
      return of(ranks);
  }
}

function grouping(groups: number, [channels = 1]: Shape = [], [results = 1]: Shape = []): string {
  if (groups === 1 || groups !== channels) return groups === 1 ? '' : 'groups';
  return results === channels ? 'depthwise' : 'depthwise, several outputs a channel';
}

/** Each input's axes from the last backwards: whole (n), repeated (1) or missing. */
function broadcast(inputs: readonly Shape[]): string {
  const rank = Math.max(...inputs.map((shape) => shape.length));
  const axes = Array.from({ length: rank }, (_, i) => i);
  const at = (shape: Shape, axis: number) => shape[axis - (rank - shape.length)];
  const most = axes.map((axis) => Math.max(...inputs.map((shape) => at(shape, axis) ?? 1)));
  return inputs
    .map((shape) => axes.map((axis) => (at(shape, axis) === undefined ? '' : at(shape, axis) === most[axis] ? 'n' : '1')).join(''))
    .join('·');
}
