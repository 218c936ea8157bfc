/** Rows of `torch.nn` that change height and width by interpolation. */
import type { Feature, Net } from '../../net/builder.ts';
import { reshape } from '../../net/functions.ts';
import { Refused } from '../../net/refused.ts';
import type { Pair } from '../../net/sizes.ts';
import type { ResizeMode } from '../../ops.ts';
import { PyFloat, type PyValue } from '../../python.ts';
import { any, pythonType, showPython, truth } from '../arguments.ts';
import { defineModule, type ModuleDefinition } from '../define.ts';
import { sizeElement } from '../torch-arguments.ts';

const size = any('size', 'height and width of the output, or None', null);
const factor = any('scale_factor', 'factor, or None', null, { values: [2] });
const parser = { family: 'verbatim' } as const;

/** Makes feature maps larger (or smaller) by interpolation. */
export const upsample = defineModule({
  name: 'nn.Upsample',
  summary: 'Resizes a feature map, to a size or by a factor.',
  docs: 'A layer of PyTorch; give either a size or a factor.',
  composition: 'interpolate',
  args: [
    size,
    factor,
    any('mode', 'interpolation', 'nearest', { values: ['nearest', 'bilinear', 'bicubic'] }),
    any('align_corners', 'True keeps the corner cells in place; not for nearest', null),
    any('recompute_scale_factor', 'True: cells are placed by the sizes, not by the factor', null),
  ],
  parser,
  build: (net, x, o) =>
    interpolated(net, x, 'nn.Upsample', { ...o, factor: o.scale_factor, corners: o.align_corners, recompute: o.recompute_scale_factor }),
  examples: [
    { input: [8, 20, 20], args: [null, 2, 'nearest'], output: [8, 40, 40], params: 0 },
    { input: [8, 20, 20], args: [[7, 30], null, 'area'], output: [8, 7, 30], params: 0 },
    { input: [8, 20, 20], args: [[7, 30], null, 'nearest-exact'], output: [8, 7, 30], params: 0 },
    { input: [8, 20, 20], args: [null, 2, 'bicubic', true], output: [8, 40, 40], params: 0 },
  ],
});

/** The older names of two of its modes. */
export const upsamplings: readonly ModuleDefinition[] = [
  upsampling('UpsamplingNearest2d', 'repeated cells', 'nearest', null),
  upsampling('UpsamplingBilinear2d', 'bilinear interpolation that keeps the corner cells in place', 'bilinear', true),
];

function upsampling(name: string, how: string, mode: string, corners: PyValue): ModuleDefinition {
  return defineModule({
    name: `nn.${name}`,
    summary: `Resizes a feature map by ${how}.`,
    docs: 'A layer of PyTorch; give either a size or a factor.',
    composition: 'interpolate',
    args: [size, factor],
    parser,
    build: (net, x, o) => interpolated(net, x, `nn.${name}`, { size: o.size, factor: o.scale_factor, mode, corners, recompute: null }),
    examples: [{ input: [8, 20, 20], args: [null, 2], output: [8, 40, 40], params: 0 }],
  });
}

interface Asked {
  readonly size: PyValue;
  readonly factor: PyValue;
  readonly mode: PyValue;
  readonly corners: PyValue;
  readonly recompute: PyValue;
}

/** Checks in the order in which PyTorch makes them: the constructor's, those of `interpolate`, those of the function for the mode. */
function interpolated(net: Net, x: Feature, type: string, asked: Asked): Feature {
  const { size, mode, corners } = asked;
  const factor = asFactor(asked.factor);
  if ((mode === 'nearest' || mode === 'area' || mode === 'nearest-exact') && corners !== null) {
    const text = 'align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear';
    throw new Refused('ValueError', text, 'args', 3);
  }
  const target = targetSize(x, size, factor);
  const recompute = truth(asked.recompute);
  if (recompute && size !== null) {
    throw new Refused('ValueError', 'recompute_scale_factor is not meaningful with an explicit size.', 'args', 4);
  }
  if (recompute || mode === 'area') checkFinite(factor);
  const real = x.shape.slice(1);
  if (mode === 'lanczos') throw new Refused('ValueError', 'Lanczos mode requires antialias=True', 'args', 2);
  if (!resizes(mode, real.length)) {
    const text = `Input Error: Only 3D, 4D and 5D input Tensors supported (got ${real.length + 2}D) for the modes: nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact (got ${typeof mode === 'string' ? mode : showPython(mode)})`;
    throw new Refused('NotImplementedError', text, 'args', 2);
  }
  if (corners !== null && typeof corners !== 'boolean') {
    throw new Refused('TypeError', `argument 'align_corners' must be bool, not ${pythonType(corners)}`, 'args', 3);
  }
  const whole = target.map((item, i) => sizeElement(item, i, 'output_size', 0));
  if (whole.some((n) => !Number.isFinite(n))) {
    throw new Refused('RuntimeError', 'value cannot be converted to type int64_t without overflow', 'args', 1);
  }
  if (mode === 'area' ? whole.some((n) => n < 0) : whole.some((n) => !(n > 0)) || real.some((n) => n <= 0)) {
    const text = `Input and output sizes should be greater than 0, but got input (${real.join(', ')}) output (${whole.join(', ')})`;
    throw new Refused('RuntimeError', text, 'args', size === null ? 1 : 0);
  }
  if (real.length === 1) {
    const row = reshape(net, x, [x.shape[0] ?? 0, 1, real[0] ?? 0]);
    const y = resized(net, row, type, mode, [1, whole[0] ?? 1], corners === true);
    return reshape(net, y, [x.shape[0] ?? 0, whole[0] ?? 1]);
  }
  return resized(net, x, type, mode, [whole[0] ?? 1, whole[1] ?? 1], corners === true);
}

function resized(net: Net, x: Feature, type: string, mode: ResizeMode | 'area', size: Pair, alignCorners: boolean): Feature {
  const shape = [x.shape[0] ?? 0, ...size];
  if (mode === 'area') return net.apply({ kind: 'adaptiveAvgPool2d', size }, [x], shape, { module: type });
  return net.apply({ kind: 'resize', mode, size, alignCorners }, [x], shape, { module: type });
}

/** Modes that know maps of so many axes. */
function resizes(mode: PyValue, axes: number): mode is ResizeMode | 'area' {
  if (mode === 'nearest' || mode === 'nearest-exact' || mode === 'area') return axes === 1 || axes === 2;
  return (mode === 'bilinear' || mode === 'bicubic') && axes === 2;
}

/** The layer makes a float of what is true, and nothing of what is not. */
function asFactor(given: PyValue): number | null {
  if (!truth(given)) return null;
  if (given === true) return 1;
  if (typeof given === 'number') return given;
  if (given instanceof PyFloat) return given.value;
  if (typeof given === 'string')
    throw new Refused('ValueError', `could not convert string to float: '${given}'`, 'args', 1, undefined, true);
  const text = `float() argument must be a string or a real number, not '${pythonType(given)}'`;
  throw new Refused('TypeError', text, 'args', 1, undefined, true);
}

function targetSize(x: Feature, size: PyValue, factor: number | null): readonly PyValue[] {
  const real = x.shape.slice(1);
  if (size !== null && factor !== null) throw new Refused('ValueError', 'only one of size or scale_factor should be defined', 'args', 1);
  if (factor !== null) return real.map((n) => Math.trunc(n * factor));
  if (size === null) throw new Refused('ValueError', 'either size or scale_factor should be defined', 'args');
  if (!Array.isArray(size)) return real.map(() => size);
  const list = size as readonly PyValue[];
  if (list.length !== real.length) {
    const text = `Input and output must have the same number of spatial dimensions, but got input with spatial dimensions of [${real.join(', ')}] and output size of ${showPython(size)}`;
    throw new Refused('ValueError', text, 'args', 0);
  }
  if (!list.every((n) => typeof n === 'number' || typeof n === 'boolean')) {
    const types = list.map((n) => `<class '${pythonType(n)}'>`).join(', ');
    const text = `expected size to be one of int or Tuple[int] or Tuple[int, int] or Tuple[int, int, int], but got size with types [${types}]`;
    throw new Refused('TypeError', text, 'args', 0);
  }
  return list;
}

/** No integer is infinite, where Python itself makes one. */
function checkFinite(factor: number | null): void {
  if (factor === null || Number.isFinite(factor)) return;
  const [type, what] = Number.isNaN(factor) ? ['ValueError', 'NaN'] : ['OverflowError', 'infinity'];
  throw new Refused(type, `cannot convert float ${what} to integer`, 'args', 1);
}
