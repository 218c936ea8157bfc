import type { Analysis } from '../../model.ts';
import { sectionAt, typedRow, wordAt } from '../typedRow.ts';
import { completeArgument } from './arguments.ts';
import { completeFrom } from './from.ts';
import type { CompletionItem } from './item.ts';
import { completeKeys, completeValue } from './keys.ts';
import { completeModule } from './modules.ts';
import { completeRows } from './rows.ts';

/** What can be written at an offset; the text need not be a valid model yet. */
export function completion(analysis: Analysis, offset: number): CompletionItem[] {
  const { text } = analysis.document;
  const typed = typedRow(text, offset);
  switch (typed?.part) {
    case 'from':
      return completeFrom(analysis, typed);
    case 'module':
      return completeModule(analysis, typed, offset);
    case 'args':
      return completeArgument(analysis, typed);
    case 'repeats':
      return [];
  }
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const word = wordAt(text, offset);
  // Something behind the word would go on with what is written.
  if (!/^[ \t]*(?:#|\r|\n|$)/.test(text.slice(word.end))) return [];
  const key = /^["']?(\w+)["']?:[ \t]+[\w.]*$/.exec(line)?.[1];
  if (key !== undefined) return completeValue(key, word);
  if (/^\w*$/.test(line)) return completeKeys(analysis, word);
  if (sectionAt(text, offset) !== undefined && /^[ \t]+(?:-[ \t]+)?[A-Za-z]?[\w.]*$|^-[ \t]+[\w.]*$/.test(line))
    return completeRows(analysis, word, !line.includes('-'));
  return [];
}
