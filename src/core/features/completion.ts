import { catalogue } from '../catalogue/index.ts';
import { t, translate } from '../l10n.ts';
import type { Analysis } from '../model.ts';
import type { Span } from '../text.ts';
import { releaseRules } from '../upstream/releases.ts';

export interface CompletionItem {
  readonly label: string;
  readonly detail: string;
  readonly documentation: string;
  /** What is replaced: the word that has been begun. */
  readonly span: Span;
}

/** Module names, where a row's third element is being written; the text need not be a valid row yet. */
export function completion(analysis: Analysis, offset: number): CompletionItem[] {
  const { text } = analysis.document;
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const begun = /^\s*-\s*\[\s*(?:-?\d+|\[[^\]]*\])\s*,\s*\d+\s*,\s*(['"]?)([\w.]*)$/.exec(before)?.[2];
  if (begun === undefined) return [];
  const rest = /^[\w.]*/.exec(text.slice(offset))?.[0] ?? '';
  const span = { start: offset - begun.length, end: offset + rest.length };
  const rules = releaseRules(analysis.upstream);
  return [...(analysis.modules?.list ?? []), ...catalogue()].map((module) => ({
    label: module.name,
    detail: rules === undefined || module.upstream(rules) ? '' : t`needs registration`,
    documentation: translate(module.summary),
    span,
  }));
}
