import type { Feature, Net } from '../../net/builder.ts';
import { concat, permute, unary } from '../../net/functions.ts';
import type { ReleaseRules } from '../../upstream/releases.ts';
import { type Argument, bool, int, ints } from '../arguments.ts';
import { type Built, defineModule } from '../define.ts';
import { branch, checkLevels, type Decoding, decoding, distances, flattenLevels, lightBranch, toBoxes } from './head-parts.ts';

export const classesArgument = int('nc', 'number of classes', 80);
export const bins = int('reg_max', 'bins of the distance distribution; the parser puts in the file’s `reg_max`', 16);
export const end2end = bool('end2end', 'a second, one-to-one branch without suppression; the parser puts in the file’s `end2end`', false);
export const levelChannels = ints('ch', 'channels of the levels; the parser puts them in', []);

/** Before `heads-take-reg-max` the parser puts neither reg_max nor end2end in, and the heads do not take them. */
export function headArguments(rules: ReleaseRules, args: readonly Argument[]): readonly Argument[] {
  return rules.has('heads-take-reg-max') ? args : args.filter(({ name }) => name !== 'reg_max' && name !== 'end2end');
}

/** Anchor-free detection on several levels. */
export const detect = defineModule({
  name: 'Detect',
  summary: 'Detection head: for every cell of every level a box (a distribution over distances) and class scores.',
  composition: 'per level: Conv 3×3 → Conv 3×3 → Conv2d to 4·reg_max, and a class branch to nc; softmax over distances → boxes',
  args: [classesArgument, bins, end2end, levelChannels],
  argsIn: headArguments,
  parser: { family: 'head', classBranch: true },
  build: (net, _x, o, inputs) => detectHead(net, inputs, o),
  examples: [
    {
      input: [
        [16, 8, 12],
        [32, 8, 12],
      ],
      args: [3],
      output: [7, 192],
      params: 121974,
    },
  ],
});

export interface DetectOptions {
  readonly nc: number;
  readonly reg_max: number;
  readonly end2end: boolean;
  readonly ch: readonly number[];
}

/** What a task adds to detection: further channels for every position. */
export interface Task {
  /** Name prefix of the further branches, such as `cv4`. */
  readonly extra?: (net: Net, maps: readonly Feature[], prefix: string) => Feature;
  /** The further channels in the prediction, decoded. */
  readonly decode?: (net: Net, extra: Feature, at: Decoding) => Feature;
  readonly boxes?: (net: Net, sides: Feature, extra: Feature, at: Decoding) => Feature;
  readonly scores?: (net: Net, map: Feature, level: number, prefix: string) => Feature;
  /** Fusing takes the one-to-many branches away in releases where it does so to no other head. */
  readonly dropsWhenFused?: boolean;
}

/** The head of every YOLO since v8, with or without a one-to-one branch; `task` adds masks, key points or angles. */
export function detectHead(net: Net, inputs: readonly Feature[], o: DetectOptions, task: Task = {}): Built {
  const direct = answersDirectly(net, o.end2end);
  // Fused, a two-branch head has only the branch by which it answers.
  const drops = net.options.fused && (task.dropsWhenFused || net.rules.has('fuse-drops-one-to-many'));
  const many = direct && drops ? undefined : headBranches(net, inputs, o, task, '');
  const one = o.end2end && (direct || !drops) ? headBranches(net, inputs, o, task, 'one2one_') : undefined;
  const chosen = (direct ? one : many) as Branches;
  const at = decoding(net, inputs);
  const sides = distances(net, chosen.boxes, o.reg_max);
  const box = task.boxes && chosen.extra ? task.boxes(net, sides, chosen.extra, at) : toBoxes(net, sides, at, direct);
  const scores = unary(net, 'sigmoid', chosen.scores);
  const rest = chosen.extra ? [task.decode ? task.decode(net, chosen.extra, at) : chosen.extra] : [];
  const predictions = direct ? best(net, scores, concat(net, [box, ...rest])) : concat(net, [box, scores, ...rest]);
  return { outputs: [predictions], levels: (many ?? chosen).levels };
}

/** A two-branch head answers by its one-to-one branch, until `fuse-drops-unused-branch`: since then only where the caller asks for it. */
function answersDirectly(net: Net, end2end: boolean): boolean {
  return end2end && !net.rules.has('fuse-drops-unused-branch');
}

interface Branches {
  readonly boxes: Feature;
  readonly scores: Feature;
  readonly levels: readonly Feature[];
  readonly extra?: Feature;
}

function headBranches(net: Net, inputs: readonly Feature[], { nc, reg_max, ch }: DetectOptions, task: Task, prefix: string): Branches {
  const first = checkLevels(ch);
  const boxWidth = Math.max(16, Math.floor(first / 4), 4 * reg_max);
  const classWidth = Math.max(first, Math.min(nc, 100));
  const classBranch = net.options.legacy ? branch : lightBranch;
  // The one-to-one branches are deep copies, each list by itself.
  const list = <T>(name: string, body: () => T): T => (prefix === '' ? body() : net.copied(prefix + name, body));
  const boxes = list('boxes', () => ch.map((c, i) => net.chain(inputs[i] as Feature, branch(`${prefix}cv2`, i, c, boxWidth, 4 * reg_max))));
  const scores = list('scores', () =>
    ch.map((c, i) =>
      task.scores
        ? task.scores(net, inputs[i] as Feature, i, prefix)
        : net.chain(inputs[i] as Feature, classBranch(`${prefix}cv3`, i, c, classWidth, nc)),
    ),
  );
  const extra = task.extra && list('extra', () => task.extra?.(net, inputs, prefix));
  return {
    boxes: flattenLevels(net, boxes, 4 * reg_max),
    scores: flattenLevels(net, scores, nc),
    levels: boxes.map((b, i) => concat(net, [b, scores[i] as Feature])),
    ...(extra === undefined ? {} : { extra }),
  };
}

/** The 300 best of all positions and classes: [300, box + score + class + extra]. */
function best(net: Net, scores: Feature, features: Feature): Feature {
  const [channels = 0, positions = 0] = features.shape;
  const count = Math.min(300, positions);
  const inputs = [permute(net, scores, [1, 0]), permute(net, features, [1, 0])];
  return net.apply({ kind: 'topDetections', count }, inputs, [count, channels + 2], { function: 'topk' });
}
