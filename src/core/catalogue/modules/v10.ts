/** The head of YOLOv10: detection without suppression, by a second branch that gives one box an object. */
import { identity } from '../../net/layers.ts';
import { defineModule } from '../define.ts';
import { classesArgument, detectHead, levelChannels } from './detect.ts';
import { checkLevels, lightBranch } from './head-parts.ts';

/** Bins of the distance distribution, which no file changes. */
const bins = 16;

/** End-to-end detection; its class branch is the light one whatever the rows above are. */
export const v10Detect = defineModule({
  name: 'v10Detect',
  summary:
    'End-to-end detection head of YOLOv10: a one-to-many branch for training beside a one-to-one branch, whose 300 best are the result.',
  docs: 'Neither `reg_max` nor `end2end` of the file changes it. Fusing takes the one-to-many branch away, since 8.3.111.',
  composition:
    'twice per level: Conv 3×3 → Conv 3×3 → Conv2d to 64, and depth-wise 3×3 → Conv 1×1 twice → Conv2d to nc; boxes → the 300 best',
  args: [classesArgument, levelChannels],
  parser: { family: 'head', channelsOnly: true },
  build: (net, x, { nc, ch }, inputs) => {
    const width = Math.max(checkLevels(ch), Math.min(nc, 100));
    const dropsWhenFused = net.rules.has('v10-fuse-drops-one-to-many');
    // One object stands for the branches of every level.
    if (net.options.fused && dropsWhenFused && !net.rules.has('fuse-drops-one-to-many')) identity('cv2.0')(net, x);
    return detectHead(
      net,
      inputs,
      { nc, reg_max: bins, end2end: true, ch },
      {
        dropsWhenFused,
        scores: (n, map, level, prefix) => n.chain(map, lightBranch(`${prefix}cv3`, level, ch[level] ?? 0, width, nc)),
      },
    );
  },
  examples: [
    {
      input: [
        [64, 8, 8],
        [128, 8, 8],
      ],
      args: [80],
      output: [84, 128],
      params: 477_584,
    },
    {
      input: [
        [64, 20, 20],
        [128, 20, 20],
      ],
      args: [3],
      output: [7, 800],
      params: 436_124,
    },
  ],
});
