/** Slips of the hand in one line of a text, as editors, web pages and input methods produce them. */
import type { Dice } from './random.ts';

export interface DamageKind {
  readonly name: string;
  /** The line stays recognisable as a row, so that all others must keep their numbers. */
  readonly staysRow: boolean;
  apply(line: string, dice: Dice): string;
}

/** Characters that have a meaning in YAML, that only look like one, or that no editor shows. */
const anything = [...'\t\u00a0，：【】“”‘（\0"\'[]{},#:&*!%@`|>\u2028\ufeff-?~\u200b\x07\x85\\'].concat([
  '\ud800',
  '😀',
  ' #',
  '<<',
  '- ',
  '---',
]);
const wide: Readonly<Record<string, string>> = { ',': '，', ':': '：', '[': '【', ']': '】' };

const beforeComment = (line: string) => /^(?:[^#]|(?<!\s)#)*/.exec(line)?.[0].trimEnd() ?? '';

export const damageKinds: readonly DamageKind[] = [
  {
    name: 'a bracket, comma or quotation mark is missing',
    staysRow: true,
    apply(line, dice) {
      const marks = [...beforeComment(line).matchAll(/[,[\]"']/g)];
      const { index } = marks.length > 0 ? dice.pick(marks) : { index: line.length };
      return line.slice(0, index) + line.slice(index + 1);
    },
  },
  {
    name: 'a mark is full-width',
    staysRow: true,
    apply(line, dice) {
      const marks = [...beforeComment(line).matchAll(/[,:[\]]/g)];
      if (marks.length === 0) return line;
      const { index, 0: mark } = dice.pick(marks);
      return line.slice(0, index) + wide[mark] + line.slice(index + 1);
    },
  },
  {
    name: 'spaces are of another kind',
    staysRow: true,
    apply: (line, dice) => beforeComment(line).replace(/(?<=\S) /g, (s) => (dice.chance(0.3) ? dice.pick(['\u00a0', '\t', '\u3000']) : s)),
  },
  { name: 'the line is indented deeper', staysRow: true, apply: (line, dice) => dice.pick([' ', '  ', '\t', '\u00a0']) + line },
  { name: 'the line is indented less', staysRow: true, apply: (line) => line.replace(/^ /, '') },
  {
    name: 'the row is being typed',
    staysRow: true,
    apply(line, dice) {
      const [start, end] = [/^[\s-]*\[{0,2}/.exec(line)?.[0].length ?? 0, beforeComment(line).length];
      return line.slice(0, dice.int(Math.min(start + 1, end), end));
    },
  },
  {
    name: 'something is typed anywhere',
    staysRow: false,
    apply(line, dice) {
      const at = dice.int(0, line.length);
      return line.slice(0, at) + dice.pick(anything) + line.slice(at + (dice.chance(0.5) ? 1 : 0));
    },
  },
  { name: 'the beginning is gone', staysRow: false, apply: (line, dice) => line.slice(dice.int(0, line.length)) },
  { name: 'the line is there twice', staysRow: false, apply: (line) => `${line}\n${line}` },
  { name: 'a second document begins', staysRow: false, apply: (line) => `---\n${line}` },
  { name: 'a merge left its marks', staysRow: false, apply: (line) => `<<<<<<< HEAD\n${line}\n=======\n${line}\n>>>>>>> other` },
];
