// Model files that nobody wrote: right ones, and wrong ones of all kinds. The same dice give the same file.
import { catalogue, type PyValue, showPython } from '../../src/core/index.ts';
import type { Dice } from './random.ts';

export interface Generated {
  readonly yaml: string;
  readonly name: string;
  readonly scale: string;
  readonly ch: number;
  readonly nc: number | null;
  readonly imgsz: readonly [number, number];
}

/** Either rows of random modules, or a file of `files` with a few changes. */
export function generate(random: Dice, files: readonly string[]): Generated {
  const yaml = random.chance(0.5) ? randomRows(random) : mutated(random, random.pick(files));
  const scales = [...(/^scales:[^\n]*\n((?:(?: .*)?\n)*)/m.exec(yaml)?.[1] ?? '').matchAll(/^ +(\w):/gm)].map((m) => m[1] ?? '');
  const side = () => (random.chance(0.8) ? 32 * random.int(1, 8) : random.int(1, 256));
  return {
    yaml,
    name: random.pick(['net.yaml', 'net.yaml', 'net.yaml', 'net-seg.yaml', 'net-cls.yaml', 'net-pose.yml']),
    scale:
      scales.length > 0 && random.chance(0.9)
        ? random.pick(random.chance(0.7) ? scales.slice(0, 2) : scales)
        : random.pick(['', '', 'n', 'm']),
    ch: random.pick([3, 3, 3, 1, 6]),
    nc: random.pick([null, null, null, 1, 80, 64]),
    imgsz: [side(), side()],
  };
}

/** A row as text: `[from, repeats, module, [args]]`. */
interface Row {
  from: string;
  repeats: string;
  module: string;
  args: string[];
}

const print = (row: Row) => `[${row.from}, ${row.repeats}, ${row.module}, [${row.args.join(', ')}]]`;

const everyday = [
  ...['Conv', 'Conv', 'Conv', 'C2f', 'C3k2', 'C3', 'SPPF', 'Concat', 'Concat', 'nn.Upsample', 'DWConv', 'GhostConv', 'Bottleneck', 'A2C2f'],
  ...[
    'C2PSA',
    'nn.MaxPool2d',
    'nn.Conv2d',
    'nn.BatchNorm2d',
    'SCDown',
    'ADown',
    'RepNCSPELAN4',
    'C2fAttn',
    'AIFI',
    'HGBlock',
    'ResNetLayer',
  ],
];
const heads = ['Detect', 'Detect', 'Segment', 'Pose', 'OBB', 'Classify', 'WorldDetect', 'RTDETRDecoder', 'SemanticSegment', 'YOLOEDetect'];
const known = () => catalogue().filter((definition) => definition.upstream !== undefined);

function randomRows(random: Dice): string {
  const width = random.pick([8, 16, 32, 64]);
  const rows: Row[] = [{ from: '-1', repeats: '1', module: 'Conv', args: [String(width), '3', '2'] }];
  const count = random.int(1, 9);
  for (let i = 1; i <= count; i++) {
    const module = random.chance(0.7) ? random.pick(everyday) : random.pick(known()).name;
    const from =
      module === 'Concat' || random.chance(0.04)
        ? `[-1, ${random.int(0, i - 1)}]`
        : random.chance(0.85)
          ? '-1'
          : String(random.int(random.chance(0.1) ? -i - 1 : -i, random.chance(0.05) ? i + 1 : i - 1));
    const repeats = random.chance(0.7) ? '1' : random.chance(0.9) ? String(random.int(2, 6)) : random.pick(oddRepeats);
    const args = argsOf(random, module);
    const c2 = args[0];
    if (c2 !== undefined && /^\d+$/.test(c2) && Number(c2) >= 8)
      args[0] = String(random.chance(0.5) ? width : random.pick([8, 16, 24, 32, 64, 128]));
    rows.push({ from, repeats, module, args });
  }
  if (random.chance(0.3)) change(random, rows);
  const tail: Row[] = [];
  if (random.chance(0.75)) {
    const module = random.pick(heads);
    const levels = Array.from({ length: random.int(1, 3) }, () => random.int(0, rows.length - 1));
    tail.push({ from: module === 'Classify' ? '-1' : `[${levels.join(', ')}]`, repeats: '1', module, args: headArgs(random, module) });
    if (random.chance(0.1)) change(random, tail);
  }
  const cut = tail.length > 0 ? rows.length : Math.max(1, rows.length - 1);
  const lines = (list: readonly Row[]) => list.map((row) => `  - ${print(row)}\n`).join('');
  const headRows = [...rows.slice(cut), ...tail];
  return `${keys(random)}backbone:\n${lines(rows.slice(0, cut))}head:${headRows.length > 0 ? '' : ' []'}\n${lines(headRows)}`;
}

function keys(random: Dice): string {
  const lines = [`nc: ${random.chance(0.9) ? random.pick(['80', '3', '1', '64', '20']) : random.pick(oddValues)}`];
  if (random.chance(0.6)) {
    lines.push('scales:', '  n: [0.50, 0.25, 1024]', '  m: [0.67, 1.0, 512]', '  x: [1.0, 1.50, 64]');
  } else if (random.chance(0.4))
    lines.push(`depth_multiple: ${random.pick(['0.33', '1.0', '2'])}`, `width_multiple: ${random.pick(['0.25', '0.5', '1'])}`);
  if (random.chance(0.1))
    lines.push(`activation: ${random.pick(['nn.ReLU()', 'torch.nn.LeakyReLU(0.1)', 'nn.Hardswish()', 'ReLU', 'null', 'nn.ReLU'])}`);
  if (random.chance(0.4)) lines.push(`kpt_shape: ${random.pick(['[17, 3]', '[5, 2]', '[17]', '17'])}`);
  if (random.chance(0.1)) lines.push(`reg_max: ${random.pick(['1', '8', '16', '0'])}`);
  if (random.chance(0.05)) lines.push(random.pick(['ch: 3', 'ch: 1', 'channels: 4', 'max_channels: 64', 'scale: x']));
  return `${lines.join('\n')}\n`;
}

/** As an example of the catalogue has them, often shorter, sometimes with another value. */
function argsOf(random: Dice, module: string): string[] {
  const definition = random.pick(catalogue().filter(({ name }) => name === module));
  const example = definition.examples.length > 0 ? random.pick(definition.examples).args : [];
  const args = example.map(yaml);
  if (args.length > 1 && random.chance(0.15)) args.pop();
  if (random.chance(0.1) && args.length > 0) args[random.int(0, args.length - 1)] = value(random);
  if (random.chance(0.05)) args.push(value(random));
  return args;
}

function headArgs(random: Dice, module: string): string[] {
  const usual: Record<string, string[]> = {
    Segment: ['nc', '32', '64'],
    Pose: ['nc', 'kpt_shape'],
    OBB: ['nc', '1'],
    WorldDetect: ['nc', '512', random.pick(['True', 'False'])],
    YOLOEDetect: ['nc', '512', 'True'],
    RTDETRDecoder: ['nc', '64', '20', '4', '8', '2'],
  };
  return usual[module] ?? ['nc'];
}

function mutated(random: Dice, file: string): string {
  const lines = file.split('\n');
  for (let i = random.int(1, 3); i > 0; i--) {
    const places = lines.flatMap((line, at) => (rowText.test(line) ? [at] : []));
    if (random.chance(0.1) || places.length === 0) {
      changeKey(random, lines);
      continue;
    }
    const at = random.pick(places);
    const match = rowText.exec(lines[at] ?? '');
    if (!match) continue;
    const [, indent = '', from = '', repeats = '', module = '', args = ''] = match;
    const rows = [{ from, repeats, module, args: split(args) }];
    change(random, rows, places.indexOf(at));
    lines.splice(at, 1, ...rows.map((row) => `${indent}- ${print(row)}`));
  }
  return lines.join('\n');
}

const rowText = /^( *)- \[(.*?), *(-?\d+), *([\w.]+), *\[(.*)\]\]/;

/** At the commas outside brackets. */
function split(args: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const c of args) {
    if (c === '[' || c === '(') depth++;
    if (c === ']' || c === ')') depth--;
    if (c === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += c;
  }
  if (part.trim() !== '') parts.push(part.trim());
  return parts;
}

/** One change to one of the rows; `at`: the index of the first in its file. */
function change(random: Dice, rows: Row[], at = 0): void {
  const i = random.int(0, rows.length - 1);
  const row = rows[i];
  if (!row) return;
  const index = at + i;
  const place = random.int(0, Math.max(0, row.args.length - 1));
  const kind = random.int(0, 11);
  if (kind < 2)
    row.module = random.chance(0.9) ? random.pick(known()).name : random.pick(['Convv', 'nn.Foo', 'CBAM', 'MyBlock', 'conv', 'nn.Linear']);
  else if (kind === 2) {
    row.module = random.pick(known()).name;
    row.args = argsOf(random, row.module);
  } else if (kind < 5) row.args[place] = value(random);
  else if (kind === 5) row.args.splice(place, 1);
  else if (kind === 6) row.args.push(value(random));
  else if (kind === 7) row.args.splice(place, 0, value(random));
  else if (kind === 8)
    row.from = random.chance(0.7)
      ? String(random.int(-index - 2, index + 1))
      : `[${Array.from({ length: random.int(1, 3) }, () => random.int(-3, index)).join(', ')}]`;
  else if (kind === 9) row.repeats = random.chance(0.6) ? String(random.int(0, 9)) : random.pick(oddRepeats);
  else if (kind === 10) rows.splice(i, 1);
  else rows.splice(i, 0, { ...row, args: [...row.args] });
}

function changeKey(random: Dice, lines: string[]): void {
  const at = lines.findIndex((line) => /^(nc|scales|kpt_shape|backbone|head|depth_multiple|width_multiple|end2end|reg_max):/.test(line));
  if (random.chance(0.5) && at >= 0) lines[at] = (lines[at] ?? '').replace(/:.*/, `: ${value(random)}`);
  else lines.unshift(keys(random));
}

const oddRepeats = ['0', '-1', '0.5', '2.5', '3.5', 'True', 'null', 'x', '"2"', 'n'];
const oddValues = ['0', '-1', '2.5', 'abc', 'null', '"80"', '[1]', 'True', '1e2', '5_0'];

function value(random: Dice): string {
  return random.chance(0.5)
    ? random.pick(['1', '2', '3', '4', '5', '7', '8', '16', '32', '64', '100', '128', '256', '512'])
    : random.pick([
        ...oddValues,
        'False',
        'None',
        '0.25',
        '0.5',
        '1.0',
        '4.0',
        '[3, 3]',
        '[1, 2]',
        '[]',
        '"nearest"',
        "'x y'",
        'nn.ReLU()',
        'act',
        'nc',
        'n',
        'ch',
        '0x10',
        '010',
        '.inf',
      ]);
}

function yaml(given: PyValue): string {
  if (Array.isArray(given)) return `[${given.map(yaml).join(', ')}]`;
  return given === null ? 'None' : typeof given === 'string' ? JSON.stringify(given) : showPython(given);
}
