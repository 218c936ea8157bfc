/** Mask prototypes of YOLO26, which see all levels. */
import type { Feature, Net } from '../../net/builder.ts';
import { conv2d } from '../../net/convolutions.ts';
import { add } from '../../net/functions.ts';
import { interpolate } from '../../net/pooling.ts';
import { conv } from './conv.ts';
import type { DetectOptions } from './detect.ts';
import { prototypeLayers } from './tasks.ts';

/** Prototypes from all levels; `semseg` trains only, and fusing takes it away. */
export function prototypes26(
  net: Net,
  inputs: readonly Feature[],
  { nc, npr, nm, ch }: { readonly nc: number; readonly npr: number; readonly nm: number; readonly ch: readonly number[] },
  head: Pick<DetectOptions, 'end2end'>,
): Feature {
  const [first = 0, ...coarser] = ch;
  return net.within('proto', 'Proto26', () => {
    let sum = inputs[0] as Feature;
    net.container('feat_refine');
    for (const [i, c1] of coarser.entries()) {
      const map = net.chain(inputs[i + 1] as Feature, conv.as(`feat_refine.${i}`, { c1, c2: first, k: 1 }));
      const size = net.rules.has('constant-upsampling') ? doubled(map, 2 ** (i + 1)) : sizeOf(sum);
      sum = add(net, sum, interpolate(net, map, 'nearest', size));
    }
    const fused = net.chain(sum, conv.as('feat_fuse', { c1: first, c2: npr, k: 3 }));
    if (!cleaned(net, head)) {
      net.declare(() =>
        net.chain(
          sum,
          conv.as('semseg.0', { c1: first, c2: npr, k: 3 }),
          conv.as('semseg.1', { c1: npr, c2: npr, k: 3 }),
          conv2d('semseg.2', { in: npr, out: nc }),
        ),
      );
    }
    return net.chain(fused, prototypeLayers(npr, npr, nm));
  });
}

/** Fusing calls the head's own clean-up, until `fuse-drops-unused-branch` only where it has two branches. */
export function cleaned(net: Net, { end2end: twoBranches }: Pick<DetectOptions, 'end2end'>): boolean {
  return net.options.fused && (twoBranches || net.rules.has('fuse-drops-unused-branch'));
}

/** Height and width. */
export function sizeOf({ shape }: Feature): readonly [number, number] {
  return [shape[1] ?? 0, shape[2] ?? 0];
}

/** Height and width, so many times as large. */
export function doubled(map: Feature, times: number): readonly [number, number] {
  const [height, width] = sizeOf(map);
  return [height * times, width * times];
}
