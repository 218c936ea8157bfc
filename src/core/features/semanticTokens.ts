import type { Analysis, RowAnalysis } from '../model.ts';
import { fromNodes } from '../refactor/renumber.ts';
import type { Span } from '../text.ts';
import { rulesFor } from '../upstream/releases.ts';
import { findDefinition } from '../user/find.ts';
import type { YamlNode } from '../yaml/tree.ts';

/** Standard types only, which every theme knows. */
export const tokenTypes = ['class', 'variable', 'number', 'keyword', 'string', 'parameter'] as const;
export const tokenModifiers = ['defaultLibrary'] as const;

export interface SemanticToken {
  readonly span: Span;
  readonly type: (typeof tokenTypes)[number];
  /** The framework's own, as opposed to what somebody has to register. */
  readonly defaultLibrary: boolean;
}

/**
 * Modules are classes, numbers of rows in `from` variables, scaled channels parameters, and every other argument is what the
 * constructor takes it for: number, keyword (True, None) or string; a name of a key is a variable too. In the order of the text.
 */
export function semanticTokens(analysis: Analysis): SemanticToken[] {
  return analysis.rows.flatMap((row) => tokensOf(analysis, row)).sort((a, b) => a.span.start - b.span.start);
}

function tokensOf(analysis: Analysis, row: RowAnalysis): SemanticToken[] {
  const { repeats, module, args, from, node } = row.syntax;
  // An alias has its row where the anchor is.
  if ([node, from, module, args].some((part) => part?.aliasOf !== undefined)) return [];
  const tokens = fromNodes(row).map((item) => token(item, 'variable'));
  if (repeats?.kind === 'scalar') tokens.push(token(repeats, 'number'));
  if (module?.kind === 'scalar') tokens.push({ ...token(module, 'class'), defaultLibrary: isFrameworks(analysis, row.module) });
  if (args?.kind === 'sequence') tokens.push(...args.items.flatMap((item, i) => argumentTokens(analysis, row, item, i)));
  return tokens;
}

function isFrameworks(analysis: Analysis, module: string): boolean {
  const rules = rulesFor(analysis.upstream);
  return findDefinition(module, rules, analysis)?.upstream(rules) ?? false;
}

function argumentTokens(analysis: Analysis, row: RowAnalysis, item: YamlNode, position: number): SemanticToken[] {
  if (item.aliasOf !== undefined) return [];
  if (item.kind === 'sequence') return item.items.flatMap((inner) => argumentTokens(analysis, row, inner, -1));
  if (item.kind !== 'scalar' || item.style === 'block') return [];
  const argument = row.call?.find((one) => one.origin === 'file' && one.position === position);
  if (argument?.name === 'c2' && typeof item.value === 'number') return [token(item, 'parameter')];
  if (typeof item.value === 'string' && item.value === 'None') return [token(item, 'keyword')];
  if (typeof item.value === 'string') return [token(item, namesKey(analysis, item.value) ? 'variable' : 'string')];
  return [token(item, typeof item.value === 'boolean' || item.value === null ? 'keyword' : 'number')];
}

function namesKey({ document }: Analysis, text: string): boolean {
  return document.entry(text) !== undefined;
}

function token({ span }: YamlNode, type: SemanticToken['type']): SemanticToken {
  return { span, type, defaultLibrary: false };
}
