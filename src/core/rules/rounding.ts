/** What the framework makes of the image size asked for. */
import { Refused } from '../net/refused.ts';
import type { Resolution } from '../resolve/resolution.ts';

/** Images are a multiple of this. */
export function strideToFit({ strides }: Resolution): number {
  return Math.max(32, ...(strides ?? []));
}

/** The size that the framework takes in place of the one asked for; nothing where it takes that. */
export function roundedSize(resolution: Resolution): readonly [number, number] | undefined {
  const { imgsz, task } = resolution;
  const stride = strideToFit(resolution);
  if (task === 'classify' || !Number.isInteger(stride) || imgsz.every((side) => side % stride === 0)) return undefined;
  const [height, width] = imgsz.map((side) => Math.ceil(side / stride) * stride);
  return [height ?? stride, width ?? stride];
}

/** The row runs when strides are measured, and not at the image size asked for. */
export function failsBySize({ built, measured }: Resolution, index: number): boolean {
  const [asked, sound] = [built[index], measured[index]];
  return asked !== undefined && 'failure' in asked && asked.failure instanceof Refused && sound !== undefined && 'facts' in sound;
}
