/** Maps that differ by a cell or two: somewhere a size was halved with another rounding. */
import { t } from '../l10n.ts';
import type { Shape } from '../ops.ts';
import type { Fix } from '../problem.ts';
import type { ParsedRow } from '../resolve/state.ts';
import { indexOfArgument } from './call.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import type { Explanation } from './explanation.ts';
import { argsSpan, replace } from './place.ts';
import { mapOf } from './wiring.ts';
import { rowName, strideOf } from './words.ts';

/** Names the row that rounds otherwise, and a kernel or padding with which it would not. */
export function rounding(context: RuleContext, { row, error, inputs = [] }: RowRefusal): Explanation | undefined {
  const [one, other] = [inputs[0]?.[1], inputs[error.element ?? -1]?.[1]];
  if (one === undefined || other === undefined || one === other || Math.abs(one - other) > Math.max(2, one / 20)) return undefined;
  for (const source of [row.sources[0], row.sources[error.element ?? -1]]) {
    const odd = oddRow(context, source ?? -1);
    if (odd !== undefined) return explain(context, odd);
  }
  return undefined;
}

/** The first row on the way back that makes a map of no whole stride out of one that has one. */
function oddRow({ rows, resolution }: RuleContext, from: number): ParsedRow | undefined {
  const whole = (map: Shape | undefined) => strideOf(map, resolution.imgsz) !== undefined;
  for (let at = from; at >= 0; at = rows[at]?.sources[0] ?? -1) {
    const row = rows[at];
    const built = resolution.built[at];
    if (row === undefined || built === undefined || whole(mapOf(built))) return undefined;
    if (row.sources.length === 1 && whole(built.inputs?.[0])) return row;
  }
  return undefined;
}

function explain({ rows, resolution }: RuleContext, row: ParsedRow): Explanation {
  const place = (...names: string[]) => indexOfArgument(row, resolution.rules, names);
  const [k, s, p] = [place('k', 'kernel_size', 'kernel'), place('s', 'stride'), place('p', 'padding')];
  const number = (index: number | undefined) => {
    const value = index === undefined ? undefined : row.args?.[index]?.value;
    return typeof value === 'number' ? value : undefined;
  };
  const [kernel, stride] = [number(k), number(s)];
  const said = t`${rowName(rows, row.index)} rounds the size otherwise than a halving does`;
  if (kernel === undefined || k === undefined) return { said };
  const kernelSpan = argsSpan(row, row.args?.[k]?.position);
  if (/Transpose/.test(row.module)) {
    const advice = t`${said}: its kernel must be as large as its stride`;
    return { said: advice, fixes: stride === undefined ? [] : [replace(t`Use a kernel of ${stride}`, kernelSpan, String(stride))] };
  }
  const fixes: Fix[] = [];
  if (kernel % 2 === 0 && kernel !== stride) fixes.push(replace(t`Use a kernel of ${kernel - 1}`, kernelSpan, String(kernel - 1)));
  const pad = p === undefined ? undefined : row.args?.[p];
  if (kernel % 2 === 1 && p !== undefined) {
    const half = Math.floor(kernel / 2);
    if (pad?.position !== undefined) fixes.push(replace(t`Pad by ${half}`, argsSpan(row, pad.position), String(half)));
    else if (row.syntax.args?.kind === 'sequence' && row.args?.length === p) {
      const end = row.syntax.args.items.at(-1)?.span.end;
      if (end !== undefined) fixes.push(replace(t`Pad by ${half}`, { start: end, end }, `, ${half}`));
    }
  }
  return { said: t`${said}: an odd kernel with half of it as padding fits`, fixes };
}
