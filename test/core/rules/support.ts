import { type Analysis, analyze, lineIndex, type Problem, type RuleLevels } from '../../../src/core/index.ts';
import type { Rule } from '../../../src/core/rules/define.ts';

/** A problem as it is marked in an example: the text under the carets and what is said of it. */
export interface Marked {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** An example without its marks, complete enough for the framework, and what the marks say. */
export function readExample(example: string): { readonly text: string; readonly marks: readonly Marked[] } {
  const lines: string[] = [];
  const marks: Marked[] = [];
  for (const line of example.replace(/^\n/, '').split('\n')) {
    // A mark at the very start of a line begins with its hash.
    const [, before = '', carets = '', message] = /^(#(?! ?[\w.]) *)(\^+) (.*)$/.exec(line) ?? [];
    if (message === undefined) lines.push(line);
    else {
      const from = carets.length > 0 && before === '#' ? 0 : before.length;
      marks.push({ line: lines.length - 1, from, to: before.length + carets.length, message });
    }
  }
  return { text: lines.join('\n'), marks };
}

/** Keys that an example leaves out because they are beside its point. */
export function complete(text: string): string {
  const missing = [/^nc:/m.test(text) ? '' : 'nc: 4\n', /^head:|^neck:/m.test(text) ? '' : 'head: []\n'];
  return text + missing.join('');
}

/** Rules about a network as a whole: most examples are fragments. */
const ofWhole = ['dead-row', 'detection-levels', 'no-head', 'head-not-last'];

export function look(rule: Rule, text: string): Analysis {
  const rules: RuleLevels = Object.fromEntries(
    ofWhole.filter((id) => id !== rule.id && !rule.beside?.includes(id)).map((id) => [id, 'off']),
  );
  return analyze(text, { rules, ...(rule.options?.fileName === undefined ? { fileName: 'yolo11n.yaml' } : {}), ...rule.options });
}

export function markOf(text: string, problem: Problem): Marked {
  const lines = lineIndex(text);
  const [start, end] = [lines.positionAt(problem.span.start), lines.positionAt(problem.span.end)];
  return { line: start.line, from: start.column, to: end.column, message: problem.message };
}
