import { showPython } from '../catalogue/arguments.ts';
import { t } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import type { PyValue } from '../python.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import { defineRule } from './define.ts';
import { givesPredictions } from './heads.ts';
import { fromSpan, removal, replace, written } from './place.ts';
import { mapOf } from './wiring.ts';
import { and, quoting, rowName } from './words.ts';

/** `from` must point to an earlier row. */
export const fromOutOfRange = defineRule({
  id: 'from-out-of-range',
  severity: 'error',
  summary: '`from` is -1, the number of an earlier row, or a list of such numbers where the module joins several.',
  docs: `Rows are counted from 0 over backbone and head together; -1 is the row before, -2 the one before that. Row 0 reads the image and
must say -1. Modules that join several maps (\`Concat\`, heads) take a list, all others a single number. After a row has been inserted or
removed, every later number above it has to move too.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [7, 1, Conv, [128, 3, 2]]
#    ^ row 1 reads row 7, but only row 0 lies before it (Ultralytics: IndexError: list index out of range)
  - [0, 1, Conv, [128, 3, 2]]
  - [3, 1, Conv, [128, 3, 2]]
#    ^ row 3 reads itself (Ultralytics: IndexError: list index out of range)
  - [[0, 2], 1, Conv, [128, 3, 2]]
#    ^^^^^^ Conv reads one row, but here is a list of 2 (Ultralytics: TypeError: list indices must be integers or slices, not list)
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [0, 1, Conv, [64, 3]]
  - [[-1, 0], 1, Concat, [1]]
`,
  *check(context) {
    for (const refusal of context.refusals('from-out-of-range')) {
      const { row, error } = refusal;
      const { said, fixes = [] } = explain(context, refusal);
      yield { span: fromSpan(row, error.element), row: row.index, message: quoting(said, error), fixes };
    }
  },
});

interface Explanation {
  readonly said: string;
  readonly fixes?: readonly Fix[];
}

function explain(context: RuleContext, { row, error }: RowRefusal): Explanation {
  const { from } = row.syntax;
  if (from === undefined) return { said: t`row ${row.number} does not say what it reads` };
  const item = error.element !== undefined && from.kind === 'sequence' ? from.items[error.element] : undefined;
  if (item === undefined && Array.isArray(from.value)) return listed(context, row, from.value);
  const { value } = item ?? from;
  const parted =
    typeof value === 'string' && item !== undefined && /^-?\d+(?:\s+-?\d+)+$/.test(value)
      ? value.trim().split(/\s+/).join(', ')
      : undefined;
  if (parted !== undefined && item !== undefined)
    return {
      said: t`row ${row.number} must say which row it reads, but a comma is missing in ${showPython(value)}`,
      fixes: [replace(t`Write ${parted}`, item.span, parted, true)],
    };
  if (typeof value === 'string' && item === undefined && /^\s*-?\d+(?:\s*,\s*-?\d+)+\s*$/.test(value)) {
    const list = `[${value.trim()}]`;
    const said = t`row ${row.number} must say which rows it reads as a list, not as the text ${showPython(value)}`;
    return { said, fixes: [replace(t`Write ${list}`, from.span, list, true)] };
  }
  if (row.module === 'RTDETRDecoder' && value === -1) {
    const number = String(row.number - row.places);
    return {
      said: t`the model of RTDETRDecoder keeps the row before it only where a row reads it by its number: write ${number}`,
      fixes: [replace(t`Write ${number}`, (item ?? from).span, number, true)],
    };
  }
  const number = typeof value === 'boolean' ? Number(value) : value;
  const previous = replace(t`Read the previous row: -1`, (item ?? from).span, '-1');
  if (typeof number !== 'number')
    return { said: t`row ${row.number} must say which row it reads, -1 or a number, not ${showPython(value)}`, fixes: [previous] };
  if (
    error.pythonType === 'TypeError' &&
    item === undefined &&
    rowNumbered(context.rows, number < 0 ? row.number + number : number)?.definition?.isHead !== true
  ) {
    const fix = replace(t`Write it as a list`, from.span, `[${written(context.document, from.span)}]`, true);
    return { said: t`${row.module} joins several rows and needs a list, such as [-1, 6], but from is ${number}`, fixes: [fix] };
  }
  const before = rowNumbered(context.rows, row.number - row.places);
  const sound = number !== -1 && (before === undefined || !givesPredictions(before));
  const read = rowNumbered(context.rows, number < 0 ? row.number + number : number);
  const behind = read !== undefined && read.index < row.index && givesPredictions(read) ? read.sources : undefined;
  const meant = (behind?.flatMap((source) => context.rows[source] ?? []) ?? meantRows(context, row, error.element)).map((other) =>
    replace(t`Read ${rowName(context.rows, other.index)} instead`, (item ?? from).span, String(other.number)),
  );
  // Among several inputs, the row before is mostly one of the others.
  const twice = item !== undefined && row.sources.includes(row.index - 1);
  const items = from.kind === 'sequence' ? from.items : [];
  const cut =
    row.definition?.isHead && items.length > 2 && error.element !== undefined ? removal(items, error.element, error.element) : undefined;
  const less = cut === undefined ? [] : [replace(t`Remove ${number} from the list`, cut, '')];
  const other = [...meant, ...less];
  const fixes = sound && !(twice && other.length > 0) ? [previous, ...other] : other;
  return { said: range(context, row, number), fixes: [...allMeant(context, row), ...fixes] };
}

/** All numbers of a head are too large by as much: as when rows in front of it have gone. */
function allMeant({ rows, resolution }: RuleContext, { definition, syntax, from, index }: RowRefusal['row']): Fix[] {
  const list = syntax.from;
  if (definition?.isHead !== true || list?.kind !== 'sequence' || from.length < 2 || from.some((number) => number < 0)) return [];
  for (let by = 1; by <= 8; by++) {
    const meant = from.map((number) => rowNumbered(rows, number - by));
    const sizes = meant.map((row) => (row === undefined || row.index >= index ? undefined : mapOf(resolution.built[row.index])?.[1]));
    const halves = sizes.every((size, i) => size !== undefined && (i === 0 || sizes[i - 1] === 2 * size));
    if (!halves || new Set(meant.map((row) => row?.module)).size > 1) continue;
    const names = and(meant.map((row) => rowName(rows, row?.index ?? -1)));
    return [replace(t`Read ${names} instead`, list.span, `[${meant.map((row) => row?.number).join(', ')}]`)];
  }
  return [];
}

/** Rows that a wrong number may mean: what nothing reads yet, the nearest first; for a joint those of the size of its other inputs. */
function meantRows({ rows, resolution, deadEnds }: RuleContext, row: RowRefusal['row'], element: number | undefined): RowRefusal['row'][] {
  const unread = rows.filter(({ index }) => index < row.index && !rows.some(({ sources }) => sources.includes(index)));
  if (element === undefined || row.sources.length < 2)
    return unread.filter((other) => other.index < row.index - 1 && !givesPredictions(other)).slice(-2);
  const size = (index: number) => mapOf(resolution.built[index])?.[1];
  const others = row.sources.flatMap((source, i) => (i === element || source >= row.index ? [] : [size(source)]));
  const sizes = new Set(others);
  const fits = (index: number) => {
    const own = size(index);
    return own !== undefined && (row.definition?.isHead ? !sizes.has(own) : sizes.has(own)) && !row.sources.includes(index);
  };
  const found = rows.filter(({ index }) => index < row.index && index > 0 && fits(index)).reverse();
  const ends = found.filter((other) => deadEnds.has(other.index) || unread.includes(other));
  return (ends.length > 0 ? ends : found).slice(0, 2);
}

/** The row that `from` calls so; a row of several maps by each of its numbers. */
function rowNumbered(rows: RuleContext['rows'], number: number): RowRefusal['row'] | undefined {
  return rows.find((row) => number <= row.number && number > row.number - row.places);
}

function range({ rows }: RuleContext, row: RowRefusal['row'], number: number): string {
  if (row.index === 0) return t`row 0 reads the image and must say -1, not ${number}`;
  const index = row.number - row.places + 1;
  if (number === index) return t`row ${index} reads itself`;
  const read = number < 0 ? index + number : number;
  const maps = rowNumbered(rows, read);
  if (maps !== undefined && maps.places > 1)
    return t`row ${index} reads number ${read}, which ${maps.module} leaves empty: its last map is ${maps.number}`;
  if (read >= 0 && read < index) return t`row ${index} reads row ${read}, which is a head and gives predictions, no feature map`;
  if (number < 0) return t`row ${index} reads ${number}, which lies before the first row: only ${index} rows come before it`;
  if (index === 1) return t`row 1 reads row ${number}, but only row 0 lies before it`;
  return rowNumbered(rows, number) === undefined
    ? t`row ${index} reads row ${number}, but only the rows 0 to ${index - 1} lie before it`
    : t`row ${index} reads row ${number}, which comes later: only the rows 0 to ${index - 1} lie before it`;
}

const severalReading: ReadonlySet<string> = new Set(['concat', 'inputChannelsList', 'elementwise']);

/** All of `from` is a list, and that is the mistake. */
function listed({ document }: RuleContext, row: RowRefusal['row'], list: readonly PyValue[]): Explanation {
  if (list.length === 0) return { said: t`row ${row.number} reads nothing: its list is empty` };
  const takesLists = severalReading.has(row.parser?.family ?? '') || row.definition?.isHead === true;
  if (takesLists) return { said: t`row ${row.number} cannot read ${showPython(list)}` };
  const from = row.syntax.from;
  const fixes =
    from?.kind !== 'sequence'
      ? []
      : from.items.map(({ span }) => {
          const text = written(document, span);
          return replace(list.length === 1 ? t`Remove the brackets` : t`Read ${text} only`, from.span, text, list.length === 1);
        });
  return {
    said:
      list.length === 1
        ? t`${row.module} reads one row and takes no list`
        : t`${row.module} reads one row, but here is a list of ${list.length}`,
    fixes,
  };
}
