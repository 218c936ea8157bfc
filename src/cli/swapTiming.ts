import { type AddedTimes, type Analysis, addedTimes, planSwap, type SwapRequest, swapTrial, t } from '../core/index.ts';
import { childProcess } from '../profiler/childProcess.ts';
import { createClient } from '../profiler/client.ts';
import { resolveDevice } from './commands/profile.ts';
import { exit, Failure } from './failure.ts';
import { interruptible } from './interruption.ts';
import type { Terminal } from './terminal.ts';

/** What each row's swap adds to its time on a back end: both are run there, for one image. */
export async function timedSwaps(analysis: Analysis, request: SwapRequest, backend: string, terminal: Terminal): Promise<AddedTimes> {
  const plan = planSwap(analysis, request);
  const trial = 'refused' in plan ? undefined : swapTrial(analysis, request, plan.rows);
  if (trial === undefined) return new Map();
  const client = createClient(childProcess());
  return interruptible(async (signal) => {
    const chosen = await resolveDevice(client, { backend }, terminal);
    const { network } = trial;
    let timed = 0;
    const outcome = await client.profile(
      { network, batch: 1, precision: 'fp32', ...chosen },
      { signal, onRow: () => terminal.progress(++timed, network.rows.length, t`measuring rows`) },
    );
    terminal.progress(1, 1, '');
    if (outcome.kind === 'cancelled') throw new Failure(t`interrupted`, exit.interrupted);
    if (outcome.kind !== 'done') throw new Failure(`${outcome.message} [profiler-${outcome.kind}]`, exit.profiler);
    const { device, rows } = outcome.result;
    terminal.error(t`times of ${trial.rows.length} rows as they are and swapped: ${device.backend} on ${device.name}`);
    return addedTimes(trial, rows);
  });
}
