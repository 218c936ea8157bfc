/** Why a section is no list of rows. */
import type { ModelDocument } from '../document.ts';
import { t } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import type { Span, TextEdit } from '../text.ts';
import type { YamlNode } from '../yaml/tree.ts';
import { replace } from './place.ts';

interface NoRows {
  readonly said: string;
  readonly span?: Span;
  readonly fixes?: readonly Fix[];
}

/** What a section is instead: a text because of its first line, or a network by its name, which the framework does not look up. */
export function noRows({ text }: ModelDocument, key: string, value: YamlNode): NoRows | undefined {
  if (value.kind === 'scalar') return blankBehindDash(text, key, value.span) ?? firstLine(text, key, value.span) ?? byName(key, value);
  return value.kind === 'mapping' ? byName(key, value) : undefined;
}

/** `-\u00a0[-1, 1, …`: no row begins there, so that all lines of the section become one text. */
function blankBehindDash(text: string, key: string, { start, end }: Span): NoRows | undefined {
  const found = /(?<=(?:^|\n)[ \t]*-)[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/.exec(text.slice(start, end));
  if (found === null) return undefined;
  const span = { start: start + found.index, end: start + found.index + 1 };
  return {
    span,
    said: t`${key} is a text, no list of rows: behind this dash is a special space that YAML does not take for one`,
    fixes: [replace(t`Replace by ordinary spaces`, span, ' ', true)],
  };
}

/** The line with which a section begins makes a text of all that follow it, if it is no row. */
function firstLine(text: string, key: string, { start, end }: Span): NoRows | undefined {
  const whole = text.slice(start, end);
  const [line = ''] = whole.split(/\r\n|\r|\n/);
  if (!/^[ \t]*-\s*\[/m.test(whole)) return undefined;
  if (/^-\[/.test(line)) {
    const edits = [...whole.matchAll(/^[ \t]*-(?=\[)/gm)].map((found): TextEdit => {
      const at = start + found.index + found[0].length;
      return { span: { start: at, end: at }, text: ' ' };
    });
    const said = t`${key} is a text, no list of rows: a space is missing after the dash`;
    return { said, span: { start, end: start + 1 }, fixes: [{ title: t`Add a space after the dash`, edits, safe: true }] };
  }
  const slashes = /^\/\/+/.exec(line)?.[0].length ?? 0;
  const mark = slashes > 0 ? replace(t`Make it a comment`, { start, end: start + slashes }, '#', true) : undefined;
  return {
    said: t`${key} is a text, no list of rows: this line is no row, and a comment begins with #`,
    span: { start, end: start + line.trimEnd().length },
    fixes: [mark ?? replace(t`Make it a comment`, { start, end: start }, '# ')],
  };
}

/** `backbone: resnet18`, `backbone: {type: resnet18}` */
function byName(key: string, value: YamlNode): NoRows | undefined {
  const name = typeof value.value === 'string' ? value.value : value.kind === 'mapping' ? value.entries[0]?.value.value : undefined;
  if (typeof name !== 'string' || !/^[A-Za-z][\w.-]*$/.test(name)) return undefined;
  const row = '[-1, 1, TorchVision, [512, resnet18, DEFAULT, True, 2]]';
  return {
    said: t`${key} must be a list of rows, [from, repeats, module, args]: no network is looked up by a name such as ${name}; one of torchvision is a row such as ${row}`,
  };
}
