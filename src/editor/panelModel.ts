import type * as vscode from 'vscode';
import { type Analysis, type RowAnalysis, showPython } from '../core/index.ts';
import type { PanelModel, PanelRow } from '../panel/protocol.ts';

/** An analysis as far as the panel shows it. */
export function panelModel(document: vscode.TextDocument, analysis: Analysis): PanelModel {
  const { task, scale, scales, imgsz, nc, batch, upstream, totals, notes } = analysis;
  const file = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
  const rows = analysis.rows.map((row) => panelRow(analysis, row));
  return { file, revision: revisionOf(analysis), task, scale, scales, imgsz, nc, batch, upstream, totals, notes, rows };
}

/** Equal for texts that describe the same network at the same size, so that a comment does not make a profile outdated. */
export function revisionOf(analysis: Analysis): string {
  const { imgsz, batch, upstream, ch } = analysis;
  return hash(JSON.stringify([networkRows(analysis), imgsz, batch, upstream, ch]));
}

/** Each row as far as it makes the network. */
export function networkRows({ rows }: Analysis): string[] {
  return rows.map(({ module, sources, repeats, args, outputs }) =>
    JSON.stringify([module, sources, repeats, args?.map(showPython) ?? null, outputs]),
  );
}

function panelRow({ problems }: Analysis, row: RowAnalysis): PanelRow {
  const { index, line, module, from, repeats, outputs, params, macs, printedMacs, activationBytes, syntax } = row;
  const own = problems.filter((problem) => problem.row === index);
  const worst = own.find(({ severity }) => severity === 'error') ?? own.find(({ severity }) => severity === 'warning');
  const args = row.args === null ? null : row.args.map(showPython).join(', ');
  const known = { index, section: syntax.section, line, module, from, repeats, args, outputs, params, macs, printedMacs, activationBytes };
  const numbered = row.number === index ? known : { ...known, number: row.number };
  if (worst === undefined) return numbered;
  return { ...numbered, problem: { severity: worst.severity === 'error' ? 'error' : 'warning', message: worst.message } };
}

/** FNV-1a over UTF-16 code units, twice with different starts: enough to tell networks apart. */
function hash(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c, 0x85ebca6b);
  }
  return [a, b].map((n) => (n >>> 0).toString(16).padStart(8, '0')).join('');
}
