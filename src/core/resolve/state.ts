import type { Convention } from '../catalogue/conventions.ts';
import type { ModuleDefinition, ParserFamily } from '../catalogue/define.ts';
import type { Channels } from '../catalogue/rewriting.ts';
import type { RowSyntax } from '../document.ts';
import type { Layer } from '../net/builder.ts';
import type { Refused, Unknown } from '../net/refused.ts';
import type { Shape } from '../ops.ts';
import type { PyValue } from '../python.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import type { UserModules } from '../user/spec.ts';
import type { NameMeaning } from './meaning.ts';

/** What the parser knows before the first row. */
export interface Header {
  readonly rules: ReleaseRules;
  readonly dynamicConv: NameMeaning;
  readonly nc: PyValue;
  readonly ch: number;
  /** Modules that the user describes. */
  readonly modules: UserModules | undefined;
  /** `undefined`: Python has no such variable (releases before `scale-without-scales`, in a file without scales). */
  readonly scale: PyValue | undefined;
  /** The first key of `scales`, where neither the caller nor the file's name gives a letter. */
  readonly assumedScale: PyValue | undefined;
  readonly scales: PyValue;
  readonly depth: PyValue;
  readonly width: PyValue;
  readonly maxChannels: PyValue;
  /** The file is for a fork: it names modules that this release does not have. */
  readonly foreign: boolean;
  /** A fourth factor of the scale, which parsers of forks hand to some of their modules. */
  readonly threshold: PyValue | undefined;
  /** In files for a fork: what an argument that names a key of the file stands for. */
  key(name: string): PyValue | undefined;
  /** Shape of the text embeddings with which a model of YOLO-World is built: [classes of the caller, length]. */
  readonly textShape: Shape;
  readonly kptShape: PyValue;
  readonly regMax: PyValue;
  readonly end2end: PyValue;
  readonly act: PyValue;
  readonly activation: Layer;
  /** Tells activations apart where rows are remembered. */
  readonly activationKey: string;
  /** The file names a class (`nn.ReLU`) where a module (`nn.ReLU()`) is meant. */
  readonly activationIsClass: boolean;
  /** The type of what the file's activation gives, where that is no module. */
  readonly activationNoModule: string | undefined;
  /** The caller's word on the parser's treatment of modules that are not the framework's own. */
  readonly conventions: Readonly<Record<string, Convention>>;
}

/** One constructor argument on its way through the parser. */
export interface ParsedArgument {
  readonly value: PyValue;
  readonly origin: 'file' | 'parser';
  /** Index in the row's own `args`. */
  readonly position?: number;
  /** The value in the file, where it is another. */
  readonly written?: PyValue;
  /** The value is that of a key of the file, as parsers of forks read it. */
  readonly fromKey?: boolean;
}

/** A row after the parser has been over it, before anything is built. */
export interface ParsedRow {
  readonly index: number;
  readonly syntax: RowSyntax;
  readonly module: string;
  readonly definition: ModuleDefinition | undefined;
  /** How the release's parser treats it. */
  readonly parser: ParserFamily | undefined;
  /** The name is not the framework's own: it must be registered. */
  readonly needsRegistration: boolean;
  /** As written; empty where that cannot be read. */
  readonly from: readonly number[];
  readonly fromIsList: boolean;
  /** Rows that are read; -1 is the image. */
  readonly sources: readonly number[];
  /** For each of them which of its maps is read, where it hands on several; -1: one of the empty places in front of them. */
  readonly sourceMaps: readonly (number | undefined)[];
  /** What `from` of later rows calls it, its last map where it hands on several. */
  readonly number: number;
  /** How many places it takes in the counting of `from`. */
  readonly places: number;
  /** Scaled repeats as the framework prints them. */
  readonly repeats: number;
  /** How many instances stand one after another outside. */
  readonly instances: number;
  readonly args: readonly ParsedArgument[] | undefined;
  readonly values: Readonly<Record<string, unknown>> | undefined;
  /** The row whose text embeddings it reads, -1 for the model's; none where the model has no text. */
  readonly text: number | undefined;
  readonly legacy: boolean;
  /** Output channels that the parser notes for later rows. */
  readonly channels: Channels | undefined;
  readonly failure: Refused | Unknown | undefined;
  /** Everything but the input shapes that the row's network depends on; equal texts mean equal networks. */
  readonly key: string;
}
