import type { Argument } from '../catalogue/arguments.ts';
import type { ModuleDefinition } from '../catalogue/define.ts';
import type { Span } from '../text.ts';
import type { Formula } from './expression.ts';

/** How the user's parser treats the module's rows; the words of `parser:` in the file. */
export const parserWords = ['scaled', 'inputChannels', 'inputChannelsList', 'verbatim', 'elementwise', 'concat'] as const;
export type ParserWord = (typeof parserWords)[number];

/** What an inner row reads: an input of the module (all of them without an index), or an earlier inner row. */
export type InnerSource = { readonly input: number | 'all' } | { readonly row: number };

/** `[from, repeats, module, args]` inside of a module. */
export interface InnerRow {
  readonly from: readonly InnerSource[];
  readonly repeats: Formula;
  readonly module: string;
  readonly moduleSpan: Span;
  readonly args: readonly Formula[];
}

/** What a module without operations gives and costs; several channels are several maps. */
export interface ContractSpec {
  readonly channels: Formula | readonly Formula[] | undefined;
  readonly strides: Formula | readonly Formula[] | undefined;
  readonly params: Formula | undefined;
  readonly macs: Formula | undefined;
  readonly printedMacs: Formula | undefined;
}

/** One entry of `modules.yaml` as read. */
export interface ModuleSpec {
  readonly name: string;
  readonly span: Span;
  readonly summary: string;
  readonly parameters: readonly Argument[];
  readonly parser: ParserWord;
  readonly repeatsInside: boolean;
  readonly body: { readonly rows: readonly InnerRow[] } | { readonly contract: ContractSpec };
}

/** Modules that users describe: an opaque value for {@link AnalyzeOptions.modules}. */
export interface UserModules {
  /** Differs wherever the definitions do: part of every key under which something about a row is remembered. */
  readonly identity: string;
  readonly list: readonly ModuleDefinition[];
  find(name: string): ModuleDefinition | undefined;
  /** Where the module is described. */
  placeOf(name: string): { readonly file: string; readonly span: Span } | undefined;
}
