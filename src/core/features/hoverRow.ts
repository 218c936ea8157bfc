import { operationMacs } from '../analyses/cost.ts';
import { showPython } from '../catalogue/arguments.ts';
import { bytes, count, exact, gflopsOfMacs, shapes, share } from '../format.ts';
import { t } from '../l10n.ts';
import type { Analysis, RowAnalysis } from '../model.ts';
import { counterOf } from '../upstream/counters.ts';
import { releaseRules } from '../upstream/releases.ts';
import type { RowCursor } from './cursor.ts';
import { documentation } from './documentLinks.ts';
import { hoverDynamic } from './hoverDynamic.ts';
import { describePart } from './hoverPart.ts';
import { moduleDocs } from './words.ts';

/** The part under the cursor, then the row: call, docs, and a table of what it reads, gives and costs. */
export function hoverRow(analysis: Analysis, cursor: RowCursor): string {
  const { row } = cursor;
  const blocks = [
    `\`\`\`python\n${callText(row)}\n\`\`\``,
    describePart(analysis, cursor),
    cursor.part === 'args' ? undefined : moduleText(analysis, row.module),
    cursor.part === 'args' ? undefined : convention(row),
    cursor.part === 'args' ? undefined : hoverDynamic(analysis, row),
    table(analysis, row),
    unseen(analysis, row),
    row.contract
      ? t`Parameters and work are what the module’s contract says: its operations are not known, so the row cannot be run.`
      : undefined,
  ];
  return blocks.filter((block) => block !== undefined && block !== '').join('\n\n');
}

/** What the module does, and where to read on. */
function moduleText(analysis: Analysis, module: string): string | undefined {
  const page = analysis.modules?.find(module) === undefined ? documentation(module) : undefined;
  const parts = [moduleDocs(analysis, module), page && `[${new URL(page).hostname}](${page})`];
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

/** The constructor as it is really called, `Conv(c1=64, c2=128, k=3, s=2)`; arguments left at their defaults are not named. */
function callText(row: RowAnalysis): string {
  if (row.call !== null) {
    const given = row.call.filter(({ origin }) => origin !== 'default');
    return `${row.module}(${given.map(({ name, value }) => `${name}=${showPython(value)}`).join(', ')})`;
  }
  return row.args === null ? `${row.module}(…)` : `${row.module}(${row.args.map(showPython).join(', ')})`;
}

/** The parser of whoever registers the module decides; what is assumed is said. */
function convention({ convention: text, module }: RowAnalysis): string | undefined {
  return (
    text &&
    t`Arguments of ${code(module)} by convention: ${text}. Another parser? The setting ${code('yoloArchitect.moduleConventions')} says which.`
  );
}

function table(analysis: Analysis, row: RowAnalysis): string {
  const { totals } = analysis;
  const lines: [string, string | undefined][] = [
    [t`Row`, place(analysis, row)],
    [t`Input`, row.inputs === null ? undefined : code(shapes(row.inputs))],
    [t`Output`, output(row)],
    [t`Parameters`, row.params === null ? undefined : `${exact(row.params)} (${share(row.params, totals.params)})`],
    [
      t`True FLOPs`,
      row.macs === null
        ? undefined
        : `**${gflopsOfMacs(row.macs)} GFLOPs** = 2 × ${count(row.macs)} MACs (${share(row.macs, totals.macs)})`,
    ],
    [t`Printed FLOPs`, row.printedMacs === null ? undefined : t`${gflopsOfMacs(row.printedMacs)} GFLOPs as THOP ${analysis.thop} counts`],
    [t`Activations`, row.activationBytes === null ? undefined : bytes(row.activationBytes)],
  ];
  const known = lines.filter((line): line is [string, string] => line[1] !== undefined);
  return ['| | |', '|:--|:--|', ...known.map(([name, value]) => `| ${name} &nbsp; | ${value} |`)].join('\n');
}

function place({ rows }: Analysis, row: RowAnalysis): string {
  const sources = row.sources.map((source) =>
    source < 0 ? t`the image` : t`row ${rows[source]?.number ?? source} (${rows[source]?.module ?? '?'})`,
  );
  const parts = [t`${row.number} in ${row.syntax.section}`];
  if (sources.length > 0) parts.push(t`reads ${sources.join(', ')}`);
  if (row.repeats !== 1) parts.push(t`${row.repeats} in sequence`);
  return parts.join(' · ');
}

function output(row: RowAnalysis): string | undefined {
  if (row.outputs === null) return undefined;
  const text = code(shapes(row.outputs));
  return row.stride === null ? text : t`${text} · stride ${row.stride}`;
}

/** Says what the counter leaves out, where it leaves out work that runs. */
function unseen({ thop, upstream }: Analysis, row: RowAnalysis): string | undefined {
  if (row.unseenMacs === null || row.unseenMacs === 0 || row.macs === null) return undefined;
  const roads = unseenRoads(row, thop, upstream);
  const text = t`THOP ${thop} does not see ${gflopsOfMacs(row.unseenMacs)} GFLOPs of this row (${share(row.unseenMacs, row.macs)})`;
  return roads.length === 0 ? `${text}.` : t`${text}: it has no rule for ${roads.map(code).join(', ')}.`;
}

/** By what functions and modules the work runs that the counter has no rule for. */
function unseenRoads({ network }: RowAnalysis, thop: string, upstream: string): string[] {
  const rules = releaseRules(upstream);
  const counter = rules && counterOf(thop, rules);
  const graph = network?.graph();
  const hidden =
    graph?.operations.filter((operation) => operationMacs(operation, graph) > 0 && counter?.count(operation, graph) === undefined) ?? [];
  return [...new Set(hidden.map(({ road }) => ('module' in road ? road.module : `${road.function}()`)))];
}

function code(text: string): string {
  return `\`${text}\``;
}
