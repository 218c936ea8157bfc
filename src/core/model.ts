import type { Convention } from './catalogue/conventions.ts';
import type { ModelDocument, RowSyntax } from './document.ts';
import type { RowGraph, Shape } from './ops.ts';
import type { Problem } from './problem.ts';
import type { PyValue } from './python.ts';
import type { NameMeaning } from './resolve/meaning.ts';
import type { RuleLevels } from './rules/levels.ts';
import type { UserModules } from './user/spec.ts';

export type Task = 'detect' | 'segment' | 'pose' | 'obb' | 'classify' | 'semantic' | 'depth';

/** A model file from which weights come. */
export interface Pretrained {
  readonly fileName: string;
  readonly text: string;
}

/** A file that describes data to train with. */
export interface DataFile {
  readonly file: string;
  readonly classes: number;
}

/** Where the Python sources of a workspace define a class. */
export interface ClassPlace {
  readonly file: string;
  /** One-based. */
  readonly line: number;
  /** A copy of the framework in the workspace names the class where its parser looks. */
  readonly registered: boolean;
}

/** How to look at a file; everything left out follows the framework's own defaults. */
export interface AnalyzeOptions {
  /** Name of the file: the framework takes the scale letter, and where nothing else says it the task, from it. */
  readonly fileName?: string;
  /** A key of `scales`; else from the file name, else the framework's fallback. */
  readonly scale?: string;
  /** [height, width]; default 640 × 640, for classification 224 × 224. */
  readonly imgsz?: readonly [number, number];
  readonly nc?: number;
  readonly ch?: number;
  readonly batch?: number;
  /** Modules that the user describes, from `readModules`. */
  readonly modules?: UserModules;
  /** The model whose weights training begins with, where somebody names one. */
  readonly pretrained?: Pretrained;
  /** Data files that training may use. */
  readonly data?: readonly DataFile[];
  /** Classes of the workspace by name: those that rows name and the framework does not have. */
  readonly classes?: Readonly<Record<string, ClassPlace>>;
  /** How loud rules are that are not to have their own severity. */
  readonly rules?: RuleLevels;
  /** Release whose rules apply: `8.3`, `8.4`, an exact one, …; default the newest known. */
  readonly upstream?: string;
  /** Release of the counter (THOP); default the newest known that fits. */
  readonly thop?: string;
  /** How the parser in use treats modules that are not the framework's own, by name, where that is not what the catalogue assumes. */
  readonly conventions?: Readonly<Record<string, Convention>>;
  /** What the bare name `DynamicConv` means where the file itself does not say, and how that is known. */
  readonly dynamicConv?: NameMeaning;
}

/** One argument of the effective call, as the constructor gets it. */
export interface CallArgument {
  readonly name: string;
  readonly value: PyValue;
  /** Where it comes from: the file (perhaps scaled), the parser that puts it in, or the constructor's default. */
  readonly origin: 'file' | 'parser' | 'default';
  /** Index in the row's own `args` where `origin` is `file`. */
  readonly position?: number;
  /** What the file says, where scaling or resolving a name changed it. */
  readonly written?: PyValue;
}

/** A row's operations, made on request: as it is built, and after the framework's `fuse()`. */
export interface RowNetwork {
  graph(): RowGraph;
  fused(): RowGraph;
}

/** A row as the framework resolves it. `null`: not known, and a problem says why. */
export interface RowAnalysis {
  readonly index: number;
  readonly syntax: RowSyntax;
  /** One-based line in the file. */
  readonly line: number;
  /** As written (-1 is the previous row). */
  readonly from: readonly number[];
  /** The rows really read; -1 is the image. */
  readonly sources: readonly number[];
  /** The row whose text embeddings it reads besides, -1 for the model's own; most modules read none. */
  readonly text: number | undefined;
  /** For each of them which of its maps is read, where it hands on several. */
  readonly sourceMaps: readonly (number | undefined)[];
  /** What later rows call it: its index, and more behind a row that hands on several maps. */
  readonly number: number;
  /** After depth scaling; modules that repeat inside themselves have 1 here as the framework prints it: see `args`. */
  readonly repeats: number;
  readonly module: string;
  /** Constructor arguments after the parser has rewritten them. */
  readonly args: readonly PyValue[] | null;
  readonly call: readonly CallArgument[] | null;
  /** For modules that are not the framework's own: what is assumed that the parser does to the arguments, in words. */
  readonly convention?: string;
  /** Parameters of the row, DFL included. */
  readonly params: number | null;
  /** Multiply-accumulates of an image (times batch) that really run in the unfused evaluation forward. */
  readonly macs: number | null;
  /** What the chosen counter sees of this row at the real image size. */
  readonly printedMacs: number | null;
  /** Of `macs`, what the counter does not see. */
  readonly unseenMacs: number | null;
  /** A convolution with a computed kernel is among them. */
  readonly missesConvolution: boolean;
  readonly activationBytes: number | null;
  readonly inputs: readonly Shape[] | null;
  readonly outputs: readonly Shape[] | null;
  /** A head's raw maps, one a level. */
  readonly levels: readonly Shape[] | undefined;
  /** `null` too where a contract stands in the place of operations. */
  readonly network: RowNetwork | null;
  /** The numbers come from a contract: there are no operations to run. */
  readonly contract: boolean;
  /** Image pixels per cell, vertically, where the row gives a feature map. */
  readonly stride: number | null;
}

/** What renumbering has to know of a row, whether it is resolved to the end or not. */
export type WiredRow = Pick<RowAnalysis, 'index' | 'syntax' | 'from' | 'sources' | 'number'>;

/** Rows and how they are wired. */
export interface Wired {
  readonly document: ModelDocument;
  readonly rows: readonly WiredRow[];
}

export interface Totals {
  readonly rows: number;
  /** As that release prints it: all modules before 8.3.76, leaves since. */
  readonly layers: number;
  readonly params: number;
  readonly gradients: number;
  readonly macs: number;
  /** 2 × macs / 10⁹. */
  readonly gflops: number;
  /** What that release prints with that counter; 0 where it prints nothing. */
  readonly printedGflops: number;
  readonly unseenMacs: number;
  readonly activationBytes: number;
  readonly stride: readonly number[] | null;
  /** False where some row is not known: the sums are then over the known rows. */
  readonly complete: boolean;
  readonly layersAllModules: number;
  readonly layersLeaf: number;
}

export interface FusedTotals {
  readonly layers: number;
  readonly params: number;
  readonly macs: number;
  readonly gflops: number;
  readonly printedGflops: number;
  readonly layersAllModules: number;
  readonly layersLeaf: number;
}

/** Everything known about a text at one scale. */
export interface Analysis {
  readonly document: ModelDocument;
  /** Those that it was asked with. */
  readonly options: AnalyzeOptions;
  /** Has `backbone` or `head` with rows: other YAML files are none of our business. */
  readonly isModel: boolean;
  readonly task: Task;
  /** The letter in use; empty where none was found and the file has no `scales`. */
  readonly scale: string;
  /** The scales that the file declares. */
  readonly scales: readonly string[];
  readonly nc: number | null;
  readonly ch: number;
  readonly batch: number;
  readonly imgsz: readonly [number, number];
  readonly upstream: string;
  readonly thop: string;
  /** Those of its options. */
  readonly modules: UserModules | undefined;
  readonly dynamicConv: NameMeaning;
  readonly rows: readonly RowAnalysis[];
  readonly totals: Totals;
  readonly fused: FusedTotals;
  readonly problems: readonly Problem[];
  /** Sentences that are no problems of the file, such as which scale was assumed. */
  readonly notes: readonly string[];
}
