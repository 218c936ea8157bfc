import type { Shape } from '../core/index.ts';

/** Number of elements of a shape. Here, because the worker and the panel's page take nothing but types of the core. */
export function elements(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}
