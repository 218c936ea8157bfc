/** Edits that bring maps to one size or number of channels before they are joined. */
import { parseDocument } from '../document.ts';
import { t } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import { insertRow } from '../refactor/structureChanges.ts';
import { numeric } from '../resolve/numbers.ts';
import { resolve } from '../resolve/resolution.ts';
import { applyEdits, editBetween } from '../text.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import { fromSpan, replace } from './place.ts';
import { rowName, strideOf } from './words.ts';

/** A row put in between that makes the coarse map as large as the fine one, or the fine one as small as the coarse. */
export function resizing({ resolution, rows, document, header }: RuleContext, { row, error, inputs = [] }: RowRefusal): Fix[] {
  const second = error.element;
  const strides = inputs.map((input) => strideOf(input, resolution.imgsz));
  const [one, other] = [strides[0], strides[second ?? -1]];
  if (second === undefined || one === undefined || other === undefined || document.fatal) return [];
  const factor = Math.max(one, other) / Math.min(one, other);
  if (!Number.isInteger(factor) || factor < 2) return [];
  const [fine, coarse] = one < other ? [0, second] : [second, 0];
  const between = (element: number, module: string, title: string): Fix[] => {
    const source = row.sources[element] ?? -1;
    const from = source === row.index - 1 ? -1 : (rows[source]?.number ?? source);
    const change = insertRow({ document, rows }, row.index, 'before', `[${from}, 1, ${module}]`, { reader: row.index, element });
    return 'refused' in change ? [] : [{ title, edits: change.edits, safe: false }];
  };
  const named = (element: number) => rowName(rows, row.sources[element] ?? -1);
  const width = numeric(header.width);
  const channels = width ? Math.round((inputs[fine]?.[0] ?? 0) / width) : 0;
  return [
    ...between(coarse, `nn.Upsample, [None, ${factor}, nearest]`, t`Put an nn.Upsample of ${factor} behind ${named(coarse)} for it`),
    ...(channels > 0 && factor === 2
      ? between(fine, `Conv, [${channels}, 3, 2]`, t`Put a Conv with stride 2 behind ${named(fine)} for it`)
      : []),
  ];
}

/** More than two maps: every one that is coarser than the finest gets an nn.Upsample of its own. */
export function allToOne({ resolution, rows, document }: RuleContext, { row, inputs = [] }: RowRefusal): Fix[] {
  const strides = inputs.map((input) => strideOf(input, resolution.imgsz));
  const finest = Math.min(...strides.map((stride) => stride ?? Number.NaN));
  const factors = strides.map((stride) => (stride ?? 0) / finest);
  if (document.fatal || !factors.every((factor) => Number.isInteger(factor) && factor >= 1)) return [];
  let text = document.text;
  // From the last to the first, so that earlier elements keep what they say.
  for (let element = factors.length - 1; element >= 0; element--) {
    const factor = factors[element] ?? 1;
    if (factor === 1) continue;
    const now = resolve(parseDocument(text), resolution.options);
    const index = row.index + factors.slice(element + 1).filter((other) => other > 1).length;
    const source = row.sources[element] ?? -1;
    const from = source === index - 1 ? -1 : (rows[source]?.number ?? source);
    const module = `[${from}, 1, nn.Upsample, [None, ${factor}, nearest]]`;
    const change = insertRow({ document: now.document, rows: now.rows }, index, 'before', module, { reader: index, element });
    if ('refused' in change) return [];
    text = applyEdits(text, change.edits);
  }
  const title = t`Enlarge all of them to stride ${finest}`;
  return text === document.text ? [] : [{ title, edits: [editBetween(document.text, text)], safe: false }];
}

/** Maps that are added and differ in their channels only: the later one is brought to those of the first. */
export function sameChannels({ rows, document, header }: RuleContext, { row, error, inputs = [] }: RowRefusal): Fix[] {
  const { element } = error;
  const [one, other] = [inputs[0], inputs[element ?? -1]];
  const width = numeric(header.width);
  if (element === undefined || !width || one === undefined || other === undefined || row.module === 'Concat' || document.fatal) return [];
  if (one[1] !== other[1] || one[2] !== other[2] || one[0] === other[0] || row.sources.length < 2) return [];
  const source = row.sources[element] ?? -1;
  const from = source === row.index - 1 ? -1 : (rows[source]?.number ?? source);
  const module = `[${from}, 1, Conv, [${Math.round((one[0] ?? 0) / width)}, 1, 1]]`;
  const change = insertRow({ document, rows }, row.index, 'before', module, { reader: row.index, element });
  if ('refused' in change) return [];
  return [{ title: t`Put a Conv with a kernel of 1 behind ${rowName(rows, source)} for it`, edits: change.edits, safe: false }];
}

/** Earlier rows of the size that is wanted, nearest first. */
export function alternatives({ resolution, rows }: RuleContext, { row, error, inputs = [] }: RowRefusal): Fix[] {
  const wanted = inputs[0];
  const { element } = error;
  if (wanted === undefined || element === undefined || inputs.length !== 2) return [];
  const span = fromSpan(row, element);
  const found: number[] = [];
  for (let i = row.index - 1; i >= 0 && found.length < 2; i--) {
    const built = resolution.built[i];
    const shape = built !== undefined && 'facts' in built && built.facts.levels.length === 0 ? built.facts.outputs[0] : undefined;
    if (shape?.length === 3 && shape[1] === wanted[1] && shape[2] === wanted[2] && !row.sources.includes(i)) found.push(i);
  }
  return found.map((i) =>
    replace(t`Read ${rowName(rows, i)} instead, at stride ${strideOf(wanted, resolution.imgsz) ?? '?'}`, span, String(i)),
  );
}
