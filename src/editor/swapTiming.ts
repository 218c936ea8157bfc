import type * as vscode from 'vscode';
import { type Analysis, addedTimes, type SwapRequest, type SwapTrial } from '../core/index.ts';
import type { PanelFailure } from '../panel/protocol.ts';
import type { Latencies } from './latencies.ts';
import type { Profiling } from './profiling.ts';

/** Rows of a model that are to be timed as they are and swapped. */
interface Timing {
  readonly document: vscode.TextDocument;
  readonly analysis: Analysis;
  readonly request: SwapRequest;
  readonly trial: SwapTrial;
}

/** Times what swaps add to their rows and keeps it; says why where that does not work. */
export async function timeSwaps(
  { document, analysis, request, trial }: Timing,
  profiling: Profiling,
  latencies: Latencies,
  signal: AbortSignal,
  onPart: (part: number) => void,
): Promise<PanelFailure | undefined> {
  const result = await profiling.time(document, trial.network, signal, onPart);
  if ('failure' in result) return result.failure;
  latencies.timed(analysis, request, result.device, addedTimes(trial, result.rows));
  return undefined;
}
