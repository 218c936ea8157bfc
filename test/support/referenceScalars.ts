import type { BinaryFunction, UnaryFunction } from '../../src/core/ops.ts';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const relu6 = (x: number): number => Math.min(6, Math.max(0, x));
const softplus = (x: number): number => Math.log1p(Math.exp(x));

/** Activations by their definition. */
export function unaryReference(fn: UnaryFunction, x: number, alpha?: number): number {
  const functions: Record<UnaryFunction, () => number> = {
    silu: () => x * sigmoid(x),
    relu: () => Math.max(0, x),
    relu6: () => relu6(x),
    leakyRelu: () => (x >= 0 ? x : x * (alpha ?? 0.01)),
    elu: () => (x >= 0 ? x : (alpha ?? 1) * Math.expm1(x)),
    gelu: () => (x / 2) * (1 + erf(x / Math.SQRT2)),
    sigmoid: () => sigmoid(x),
    tanh: () => Math.tanh(x),
    hardswish: () => (x * relu6(x + 3)) / 6,
    hardsigmoid: () => relu6(x + 3) / 6,
    softplus: () => softplus(x),
    mish: () => x * Math.tanh(softplus(x)),
    exp: () => Math.exp(x),
    sqrt: () => Math.sqrt(x),
    neg: () => -x,
    sin: () => Math.sin(x),
    cos: () => Math.cos(x),
    abs: () => Math.abs(x),
    log: () => Math.log(x),
    step: () => (x > 0 ? 1 : 0),
  };
  return functions[fn]();
}

export function binaryReference(fn: BinaryFunction, a: number, b: number): number {
  const functions: Record<BinaryFunction, () => number> = {
    add: () => a + b,
    sub: () => a - b,
    mul: () => a * b,
    div: () => a / b,
    max: () => Math.max(a, b),
    min: () => Math.min(a, b),
  };
  return functions[fn]();
}

/** By its Taylor series, which converges fast enough for |x| < 4. */
function erf(x: number): number {
  let term = x;
  let total = x;
  for (let n = 1; n < 80; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}
