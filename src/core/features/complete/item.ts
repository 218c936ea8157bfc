import type { Span } from '../../text.ts';

/** Something to write at an offset; lists of them are in the order in which they should stand. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: 'module' | 'row' | 'value' | 'key' | 'snippet';
  readonly detail: string;
  readonly documentation: string;
  /** With `${1:…}` for what comes next where `isSnippet`. */
  readonly insert: string;
  readonly isSnippet: boolean;
  /** What typing is compared with, where it is not the label. */
  readonly filter?: string;
  /** What is replaced: the word that has been begun. */
  readonly span: Span;
}

/** Text that a snippet shows as it stands. */
export function plain(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** A place where the cursor stops, with what it proposes. */
export function stop(n: number, text: string): string {
  return `\${${n}:${plain(text)}}`;
}

/** A place where one of several words is chosen. */
export function choice(n: number, words: readonly string[]): string {
  return `\${${n}|${words.join(',')}|}`;
}

/** `[64, 3, 2]` with a stop at each argument, numbered from `first`. */
export function stops(args: readonly string[], first: number): string {
  return `[${args.map((text, i) => stop(first + i, text)).join(', ')}]`;
}
