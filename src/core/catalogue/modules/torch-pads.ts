/** Borders: the padding layers of `torch.nn`. */

import { t } from '../../l10n.ts';
import type { Feature, Net } from '../../net/builder.ts';
import { concat, slice } from '../../net/functions.ts';
import { Refused, Unknown } from '../../net/refused.ts';
import { PyFloat, type PyValue } from '../../python.ts';
import { any, pythonType } from '../arguments.ts';
import { defineModule, type ModuleDefinition } from '../define.ts';
import { iterated, scalar } from '../torch-arguments.ts';

const docs =
  'A layer of PyTorch; the four numbers of [left, right, top, bottom] are one argument: write [[0, 1, 0, 1]]. Negative numbers cut off.';
const padding = any('padding', 'one number, or [left, right, top, bottom]');
const parser = { family: 'verbatim' } as const;

export const zeroPad2d = defineModule({
  name: 'nn.ZeroPad2d',
  summary: 'Adds zeros around a feature map.',
  docs,
  composition: 'pad',
  args: [padding],
  parser,
  build: (net, x, o) => constant(net, x, sidesOf(o.padding), 0, 'nn.ZeroPad2d'),
  examples: [{ input: [8, 20, 20], args: [[0, 1, 0, 1]], output: [8, 21, 21], params: 0 }],
});

export const constantPad2d = defineModule({
  name: 'nn.ConstantPad2d',
  summary: 'Adds cells of one value around a feature map.',
  docs,
  composition: 'pad',
  args: [padding, scalar('value', 'the value')],
  parser,
  build: (net, x, o) => constant(net, x, sidesOf(o.padding), o.value, 'nn.ConstantPad2d'),
  examples: [{ input: [8, 20, 20], args: [1, new PyFloat(0.5)], output: [8, 22, 22], params: 0 }],
});

/** Layers that fill the border with cells of the map itself. */
export const torchMirrors: readonly ModuleDefinition[] = [
  filled('ReflectionPad2d', 'Adds the map mirrored at its border, the border itself left out.', (i, size) => {
    const turn = 2 * (size - 1);
    const at = ((i % turn) + turn) % turn;
    return at < size ? at : turn - at;
  }),
  filled('ReplicationPad2d', 'Repeats the cells of the border around a feature map.', (i, size) => Math.min(size - 1, Math.max(0, i))),
  filled('CircularPad2d', 'Adds what lies at the other end of a feature map.', (i, size) => ((i % size) + size) % size),
];

/** [left, right, top, bottom]. */
type Sides = readonly [number, number, number, number];

function filled(name: string, summary: string, source: (at: number, size: number) => number): ModuleDefinition {
  return defineModule({
    name: `nn.${name}`,
    summary,
    docs,
    composition: 'pad',
    args: [padding],
    parser,
    build: (net, x, o) => {
      const [left, right, top, bottom] = checkedSides(name, x, sidesOf(o.padding));
      return along(net, along(net, x, 2, left, right, source), 1, top, bottom, source);
    },
    examples: [
      { input: [8, 20, 20], args: [[0, 1, 2, 1]], output: [8, 23, 21], params: 0 },
      { input: [8, 20, 20], args: [2], output: [8, 24, 24], params: 0 },
    ],
  });
}

/** Runs of neighbouring cells are cut out together, and joined. */
function along(net: Net, x: Feature, axis: 1 | 2, before: number, after: number, source: (at: number, size: number) => number): Feature {
  const size = x.shape[axis] ?? 0;
  if (before === 0 && after === 0) return x;
  const cells = Array.from({ length: size + before + after }, (_, i) => source(i - before, size));
  const parts: Feature[] = [];
  for (let start = 0; start < cells.length; ) {
    let end = start + 1;
    while (end < cells.length && cells[end] === (cells[end - 1] ?? 0) + 1) end++;
    parts.push(slice(net, x, axis, cells[start] ?? 0, (cells[end - 1] ?? 0) + 1));
    start = end;
  }
  return parts.length === 1 ? (parts[0] as Feature) : concat(net, parts, axis);
}

function constant(net: Net, x: Feature, sides: readonly number[], value: number, type: string): Feature {
  const rank = x.shape.length;
  if (sides.length > 2 * (rank + 1)) {
    const text = `Padding length should be less than or equal to two times the input dimension but got padding length ${sides.length} and input of dimension ${rank + 1}`;
    throw new Refused('RuntimeError', text, 'args', 0);
  }
  // Two numbers for each axis, the last axis first.
  const pads = x.shape.map((_, axis) => [sides[2 * (rank - 1 - axis)] ?? 0, sides[2 * (rank - 1 - axis) + 1] ?? 0] as const);
  if (sides[2 * rank] || sides[2 * rank + 1]) throw new Unknown(t`it joins the images of a batch`);
  const shape = x.shape.map((size, axis) => size + (pads[axis]?.[0] ?? 0) + (pads[axis]?.[1] ?? 0));
  const bad = shape.find((size) => size < 0);
  if (bad !== undefined) {
    const text = `The input size, plus negative padding, resulted in a negative output size, which is invalid: ${bad}`;
    throw new Refused('RuntimeError', text, 'args', 0);
  }
  const cut = pads.reduce(
    (y, [before, after], axis) =>
      before < 0 || after < 0 ? slice(net, y, axis, Math.max(0, -before), (y.shape[axis] ?? 0) - Math.max(0, -after)) : y,
    x,
  );
  const added = pads.map(([before, after]) => [Math.max(0, before), Math.max(0, after)] as const);
  return net.apply({ kind: 'pad', pads: added, value }, [cut], shape, { module: type });
}

/** [left, right, top, bottom], checked as each kind checks them. */
function checkedSides(name: string, x: Feature, sides: readonly number[]): Sides {
  const [left = 0, right = 0, top = 0, bottom = 0] = sides;
  const [h = 0, w = 0] = x.shape.slice(-2);
  if (x.shape.length !== 3) {
    const rank = x.shape.length + 1;
    throw new Refused(
      name === 'CircularPad2d' ? 'ValueError' : 'NotImplementedError',
      `expected 3D or 4D input (got ${rank}D input)`,
      'from',
      undefined,
      'channel-mismatch',
    );
  }
  if (sides.length !== 4)
    throw new Refused('NotImplementedError', 'Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now', 'args', 0);
  const refuse = (text: string) => new Refused('RuntimeError', text, 'args', 0);
  if (name === 'ReflectionPad2d' && (left >= w || right >= w || top >= h || bottom >= h)) {
    throw refuse(
      `Padding size should be less than the corresponding input dimension, but got: padding (${sides.join(', ')}) of input [1, ${x.shape.join(', ')}]`,
    );
  }
  if (name === 'CircularPad2d') {
    if ([left, right].some((n) => n > w) || [top, bottom].some((n) => n > h))
      throw refuse('Padding value causes wrapping around more than once.');
    if (w + left + right < 0 || h + top + bottom < 0) throw refuse('Negative padding value is resulting in an empty dimension');
  }
  if (name !== 'CircularPad2d' && (w + left + right < 1 || h + top + bottom < 1)) {
    throw refuse(`input (H: ${h}, W: ${w}) is too small. Calculated output H: ${h + top + bottom} W: ${w + left + right}`);
  }
  return [left, right, top, bottom];
}

function sidesOf(value: PyValue): number[] {
  const list = iterated(value) ?? [value, value, value, value];
  const numbers = list.map((side, i) => {
    if (typeof side === 'number' || (typeof side === 'boolean' && i > 0)) return Number(side);
    const text = `pad(): argument 'pad' (position 2) must be tuple of ints, but found element of type ${pythonType(side)} at pos ${i}`;
    throw new Refused('TypeError', text, 'args', 0);
  });
  if (numbers.length % 2 !== 0) throw new Refused('RuntimeError', 'Padding length must be divisible by 2', 'args', 0);
  return numbers;
}
