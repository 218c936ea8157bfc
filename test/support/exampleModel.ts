import type { ModuleDefinition, PyValue, Shape } from '../../src/core/index.ts';
import { showPython } from '../../src/core/index.ts';

type Example = ModuleDefinition['examples'][number];

/** A model file in which an example of the catalogue is a row. */
export interface ExampleModel {
  readonly text: string;
  /** Index of the row in question, the last one but for modules that need another head behind them. */
  readonly row: number;
  readonly ch: number;
  readonly imgsz: readonly [number, number];
}

/**
 * The module as the only row on an image; where it reads several maps, lists or text, on rows that make its inputs from an image of one
 * channel. `padded`: ten normalisations come first, without which older releases fuse nothing.
 */
export function exampleModel({ name, text, isHead }: ModuleDefinition, example: Example, padded = false): ExampleModel {
  const nested = Array.isArray(example.input[0]);
  const inputs = (nested ? example.input : [example.input]) as readonly Shape[];
  const [first = []] = inputs;
  const rows: string[] = padded ? ['[-1, 10, nn.BatchNorm2d, []]'] : [];
  // The framework asks the last row of the head for the task.
  const classifies = ['Classify', 'SemanticSegment', 'Depth'].includes(name);
  const made = nested || first.length < 3 || text !== undefined || classifies;
  const [, height = 8, width = 8] = first;
  const sources = made ? makers(rows, groups(inputs, example.lists), [1, height, width]) : [-1];
  // A module that takes one list reads it as it is, not as the only one of several inputs.
  const from = nested && (sources.length > 1 || example.lists === undefined) ? `[${sources.join(', ')}]` : `${sources[0] ?? -1}`;
  const row = rows.push(`[${from}, 1, ${name}, ${yaml(example.args)}]`) - 1;
  if (text !== undefined && name !== 'WorldDetect') rows.push(`[[${sources[0]}], 1, WorldDetect, [nc, 512, False]]`);
  const head = isHead || classifies || text !== undefined ? rows.pop() : '';
  const keys = [text ? 'nc: 80' : 'nc: 3', 'scales: { b: [1.0, 1.0, 1024] }', ...(name.startsWith('Pose') ? ['kpt_shape: [17, 3]'] : [])];
  return {
    text: `${keys.join('\n')}\nbackbone: [${rows.join(', ')}]\nhead: [${head}]\n`,
    row,
    ch: made ? 1 : (first[0] ?? 1),
    imgsz: [height, width],
  };
}

interface Group {
  readonly shapes: readonly Shape[];
  readonly list: boolean;
}

function groups(inputs: readonly Shape[], lists: Example['lists']): Group[] {
  if (lists === undefined) return inputs.map((shape) => ({ shapes: [shape], list: false }));
  let at = 0;
  return lists.map((length) => {
    const shapes = inputs.slice(at, at + (length ?? 1));
    at += length ?? 1;
    return { shapes, list: length !== undefined };
  });
}

/** Adds rows that make each input of the first, and gives the row of each. */
function makers(rows: string[], wanted: readonly Group[], image: Shape): number[] {
  let origin = -1;
  let channels = 1;
  return wanted.map(({ shapes, list }) => {
    const [[c = 1, h = 1, w = 1] = []] = shapes;
    const together = shapes.reduce((sum, shape) => sum + (shape[0] ?? 0), 0);
    const convolution = (from: number) => (c % 8 === 0 ? `[${from}, 1, Conv, [${c}]]` : `[${from}, 1, nn.Conv2d, [${channels}, ${c}, 1]]`);
    if (origin < 0) {
      origin = rows.push(list ? `[-1, 1, Conv, [${Math.ceil(together / 8) * 8}]]` : convolution(-1)) - 1;
      channels = list ? Math.ceil(together / 8) * 8 : c;
    } else if (!list) rows.push(convolution(origin));
    else rows.push(`[${origin}, 1, nn.Identity, []]`);
    if (shapes[0]?.length === 2) rows.push(`[-1, 1, nn.AdaptiveAvgPool2d, [[1, ${h}]]]`, '[-1, 1, nn.Flatten, [2]]');
    else if (shapes[0]?.length === 1) rows.push('[-1, 1, nn.AdaptiveAvgPool2d, [1]]', '[-1, 1, nn.Flatten, []]');
    else if (h !== image[1] || w !== image[2]) rows.push(`[-1, 1, ${pooling(image, h, w)}]`);
    if (list) rows.push(`[-1, 1, CBLinear, [[${shapes.map(([n]) => n).join(', ')}]]]`);
    return rows.length - 1;
  });
}

/** By a stride where that gives the size: the framework looks at heads on another image, too. */
function pooling([, height = 1, width = 1]: Shape, h: number, w: number): string {
  const stride = height / h;
  return Number.isInteger(stride) && width / w === stride ? `nn.AvgPool2d, [${stride}]` : `nn.AdaptiveAvgPool2d, [[${h}, ${w}]]`;
}

function yaml(value: PyValue): string {
  if (Array.isArray(value)) return `[${value.map(yaml).join(', ')}]`;
  return value === null ? 'null' : typeof value === 'string' ? JSON.stringify(value) : showPython(value);
}

/** The example on maps that are square where its own are not, and the other way round; none for lists of features. */
export function otherAspect(example: Example): Example[] {
  const shapes = (Array.isArray(example.input[0]) ? example.input : [example.input]) as readonly Shape[];
  if (!shapes.some((shape) => shape.length === 3)) return [];
  const square = shapes.every(([, height, width]) => height === width);
  const turned = shapes.map(([c = 1, ...plane]): Shape => {
    const [height, width] = plane;
    return height === undefined || width === undefined ? [c, ...plane] : [c, height, square ? 2 * width : height];
  });
  return [{ ...example, input: Array.isArray(example.input[0]) ? turned : (turned[0] ?? []) }];
}
