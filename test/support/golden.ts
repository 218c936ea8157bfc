/** A row as the framework built it, in its recorded answers. */
export interface GoldenRow {
  readonly index: number;
  readonly from: readonly number[];
  readonly repeats: number;
  readonly module: string;
  readonly args: unknown;
  readonly params: number;
  readonly outputs: readonly (readonly number[])[];
  readonly outputs_eval?: readonly (readonly number[])[];
  readonly macs_true: number;
}
