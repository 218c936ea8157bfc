import { t } from '../l10n.ts';
import { remember } from '../memo.ts';
import type { Contract, FoldedBranch, ModuleNode, Operation, Parameter, Primitive, Road, RowGraph, Shape } from '../ops.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import { Unknown } from './refused.ts';

/** A tensor while a row is being built. */
export interface Feature {
  readonly id: number;
  readonly shape: Shape;
}

/** What a row hands on when it is built. */
interface Finished {
  readonly outputs: readonly Feature[];
  readonly levels: readonly Feature[];
  readonly list: boolean;
  readonly maps?: boolean | undefined;
  readonly joinsImages?: boolean | undefined;
  readonly contract?: Contract | undefined;
}

/** A step from one tensor to the next, such as a convolution with a name. */
export type Layer = (net: Net, x: Feature) => Feature;

export interface NetOptions {
  readonly rules: ReleaseRules;
  /** Class-wide default activation of `Conv` and its kin. */
  readonly activation: Layer;
  /** Build the heads' new class branch (false) or the full 3×3 one (true). */
  readonly legacy: boolean;
  /** The strides that the framework measured for the head's levels; unknown while measuring. */
  readonly strides: readonly number[] | undefined;
  /** How many constructor arguments the row has. */
  readonly argumentCount: number;
  /** As after the framework's `fuse()`: an end-to-end head has lost its one-to-many branches. */
  readonly fused: boolean;
  /** For a module that takes lists: how many maps each source hands on as a list, `undefined` where it is a single tensor. */
  readonly lists: readonly (number | undefined)[];
  /** Only shapes are wanted: no operation, module or stored tensor is kept. */
  readonly shapesOnly: boolean;
  /** Modules are only made, not run: a convolution takes whatever comes. */
  readonly constructing?: boolean;
  /** Batch statistics are used: a 1×1 map is refused. */
  readonly training: boolean;
}

/**
 * Builds the graph of one row. Modules are found by name inside their parent, so calling a layer of one name twice is
 * calling one module twice, as in PyTorch. Dotted names (`cv2.0`) make the containers between.
 */
export class Net {
  readonly root: ModuleNode;
  private readonly tensors: Shape[] = [];
  private readonly operations: Operation[] = [];
  private scope: ModuleNode;
  private path = '';
  private copy = '';

  constructor(
    type: string,
    inputs: readonly Shape[],
    readonly options: NetOptions,
  ) {
    this.root = { name: '', type, children: [], parameters: [] };
    this.scope = this.root;
    for (const shape of inputs) this.tensor(shape);
  }

  get rules(): ReleaseRules {
    return this.options.rules;
  }

  input(index: number): Feature {
    return { id: index, shape: this.tensors[index] ?? [] };
  }

  /** A tensor of which nobody says how it comes about. */
  given(shape: Shape): Feature {
    return this.tensor(shape);
  }

  chain(x: Feature, ...layers: readonly Layer[]): Feature {
    let y = x;
    for (const layer of layers) y = layer(this, y);
    return y;
  }

  /**
   * Runs `body` inside the child module `name`; `shared` names an object that many modules hold. An empty name is the
   * current module itself, for rows that are a bare layer.
   */
  within<T>(name: string, type: string, body: () => T, shared?: string): T {
    if (name === '' || this.options.shapesOnly) return body();
    const outer = this.scope;
    const outerPath = this.path;
    let at = outer;
    const parts = name.split('.');
    for (const [i, part] of parts.entries()) at = child(at, part, i + 1 < parts.length ? 'Container' : type, shared, this.copy);
    this.scope = at;
    this.path = outerPath === '' ? name : `${outerPath}.${name}`;
    try {
      return body();
    } finally {
      this.scope = outer;
      this.path = outerPath;
    }
  }

  /** An empty or filled list of modules: counted even where nothing is in it. */
  container(name: string): void {
    if (!this.options.shapesOnly) child(this.scope, name, 'Container');
  }

  /** Runs `body` as for a deep copy of modules made before: what they share with the whole model, the copy `name` has once, for itself. */
  copied<T>(name: string, body: () => T): T {
    const outer = this.copy;
    this.copy = `${this.path}.${name}`;
    try {
      return body();
    } finally {
      this.copy = outer;
    }
  }

  /** Modules that exist and are not run in evaluation: their stored tensors stay, their operations go. */
  declare(body: () => void): void {
    const [tensors, operations] = [this.tensors.length, this.operations.length];
    body();
    this.tensors.length = tensors;
    this.operations.length = operations;
  }

  /** A stored tensor as an operand. */
  stored(name: string, shape: Shape, kind: { trainable?: boolean; buffer?: boolean } = {}): Feature {
    this.parameter(name, shape, kind);
    return this.apply({ kind: 'weight', weight: name }, [], shape, { function: 'parameter' });
  }

  /** Declares a stored tensor of the current module; a second call of the module finds it there. */
  parameter(name: string, shape: Shape, kind: { trainable?: boolean; buffer?: boolean } = {}): void {
    if (this.options.shapesOnly || this.scope.parameters.some((p) => p.name === name)) return;
    const parameter: Parameter = { name, shape, trainable: kind.trainable ?? true };
    this.scope.parameters.push(kind.buffer ? { ...parameter, buffer: true } : parameter);
  }

  /** Appends an operation of the current module with one output. */
  apply(primitive: Primitive, inputs: readonly Feature[], shape: Shape, road: Road, branches?: readonly FoldedBranch[]): Feature {
    return this.applyMany(primitive, inputs, [shape], road, branches)[0] as Feature;
  }

  /** `branches`: what a convolution is fused of, with paths inside the module that holds it. */
  applyMany(
    primitive: Primitive,
    inputs: readonly Feature[],
    shapes: readonly Shape[],
    road: Road,
    branches?: readonly FoldedBranch[],
  ): Feature[] {
    const outputs = shapes.map((shape) => this.tensor(shape));
    if (this.options.shapesOnly) return outputs;
    this.operations.push({
      primitive,
      inputs: inputs.map((f) => f.id),
      outputs: outputs.map((f) => f.id),
      module: this.scope,
      path: this.path,
      road,
      ...(branches === undefined ? {} : { fold: branches.map((branch) => this.beside(branch)) }),
    });
    return outputs;
  }

  finish(inputs: number, { outputs, levels, list, maps, joinsImages, contract }: Finished): RowGraph {
    const said = { ...(maps ? { maps } : {}), ...(joinsImages ? { joinsImages } : {}), ...(contract ? { contract } : {}) };
    if (this.options.shapesOnly) return { ...this.shapesOf(outputs, levels, list), ...said };
    return {
      inputs,
      tensors: this.tensors,
      operations: this.operations,
      outputs: outputs.map((f) => f.id),
      levels: levels.map((f) => f.id),
      list,
      ...said,
      root: this.root,
    };
  }

  private beside({ kernels, batchNorm, eps }: FoldedBranch): FoldedBranch {
    const parent = this.path.slice(0, this.path.lastIndexOf('.') + 1);
    return { kernels: kernels.map(({ path, shape }) => ({ path: parent + path, shape })), batchNorm: parent + batchNorm, eps };
  }

  /** A graph of what is handed on, and nothing of how it came about. */
  private shapesOf(outputs: readonly Feature[], levels: readonly Feature[], list: boolean): RowGraph {
    const kept = [...outputs, ...levels];
    return {
      inputs: 0,
      tensors: kept.map((f) => f.shape),
      operations: [],
      outputs: outputs.map((_, i) => i),
      levels: levels.map((_, i) => outputs.length + i),
      list,
      root: this.root,
    };
  }

  private tensor(shape: Shape): Feature {
    if (this.tensors.length >= mostTensors) throw new Unknown(t`it has more than ${mostTensors} operations, more than are followed here`);
    this.tensors.push(shape);
    return { id: this.tensors.length - 1, shape };
  }
}

/** What one row may hold: a slip of the finger in a number must not stop the editor. */
const mostTensors = 5_000;
const manyChildren = 16;
const indices = new WeakMap<ModuleNode, Map<string, ModuleNode>>();

function find(parent: ModuleNode, name: string): ModuleNode | undefined {
  if (parent.children.length < manyChildren) {
    for (const existing of parent.children) if (existing.name === name) return existing;
    return undefined;
  }
  return remember(indices, parent, () => new Map(parent.children.map((node) => [node.name, node]))).get(name);
}

function child(parent: ModuleNode, name: string, type: string, shared?: string, copy = ''): ModuleNode {
  const existing = find(parent, name);
  if (existing !== undefined) return existing;
  const object = shared === undefined ? {} : copy === '' ? { shared } : { shared: `${copy} ${shared}`, copied: true as const };
  const node: ModuleNode = { name, type, children: [], parameters: [], ...object };
  parent.children.push(node);
  indices.get(parent)?.set(name, node);
  return node;
}
