import type { Checked } from './commands/check.ts';
import type { PlacedEdit, PlacedProblem } from './problems.ts';
import { version } from './version.ts';

/** One SARIF 2.1.0 log of all files, for code scanning services. */
export function sarif(results: readonly Checked[]): object {
  const rules = [...new Map(results.flatMap(({ problems }) => problems.map(({ rule, docs }) => [rule, docs] as const)))];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'yolo-architect', version, rules: rules.map(([id, helpUri]) => ({ id, helpUri })) } },
        columnKind: 'utf16CodeUnits',
        results: results.flatMap(({ file, problems }) => problems.map((problem) => result(uri(file), problem))),
      },
    ],
  };
}

function result(file: string, { rule, severity, message, fixes, scales, ...place }: PlacedProblem): object {
  return {
    ruleId: rule,
    level: { error: 'error', warning: 'warning', info: 'note', hint: 'none' }[severity],
    message: { text: scales ? `${message} (${scales.join(', ')})` : message },
    locations: [{ physicalLocation: { artifactLocation: { uri: file }, region: region(place) } }],
    ...(fixes.length === 0 ? {} : { fixes: fixes.map(({ title, edits }) => fix(file, title, edits)) }),
  };
}

function fix(file: string, title: string, edits: readonly PlacedEdit[]): object {
  const replacements = edits.map(({ text, ...place }) => ({ deletedRegion: region(place), insertedContent: { text } }));
  return { description: { text: title }, artifactChanges: [{ artifactLocation: { uri: file }, replacements }] };
}

function region({ line, column, endLine, endColumn }: Omit<PlacedEdit, 'text'>): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** Relative where it can be, as code scanning expects; spaces and the like are escaped. */
function uri(file: string): string {
  return encodeURI(file.replaceAll('\\', '/').replace(/^\.\//, ''));
}
