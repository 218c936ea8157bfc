// How long a profile goes on after it is cancelled, phase by phase: the contract is a second. Its peer is the start of the same process, which is
// the least that any way out of a measurement could take that begins it anew.
import { performance } from 'node:perf_hooks';
import { childProcess } from '../src/profiler/childProcess.ts';
import { createClient } from '../src/profiler/client.ts';
import type { Phase, ProfileRequest } from '../src/profiler/protocol.ts';
import { smallNetwork } from '../test/support/smallNetwork.ts';
import { inMs, median } from './support.ts';

const runs = 5;
const request: ProfileRequest = { network: smallNetwork(6), backend: 'wasm', batch: 1, precision: 'fp32', runs: 1000, budgetMs: 5000 };
const client = createClient(childProcess());

for (const phase of ['building', 'warmUp', 'rows', 'endToEnd'] as const) {
  const rounds: { start: number; stop: number }[] = [];
  while (rounds.length < runs) rounds.push(await cancelIn(phase));
  const stop = median(rounds.map((round) => round.stop));
  const start = median(rounds.map((round) => round.start));
  const longest = Math.max(...rounds.map((round) => round.stop));
  console.log(`cancelled in ${phase.padEnd(9)} ${inMs(stop)} (longest ${inMs(longest)}), ${(stop / start).toFixed(3)} of the start`);
}

/** Cancels 50 ms after a phase has begun; times in ms. */
async function cancelIn(phase: Phase): Promise<{ start: number; stop: number }> {
  const stop = new AbortController();
  const begun = performance.now();
  let start = 0;
  let asked = 0;
  const outcome = await client.profile(request, {
    signal: stop.signal,
    onProgress(now) {
      start ||= performance.now() - begun;
      if (now !== phase || asked > 0) return;
      asked = performance.now() + 50;
      setTimeout(() => stop.abort(), 50);
    },
  });
  if (outcome.kind !== 'cancelled') throw new Error(`${phase}: ${outcome.kind}`);
  return { start, stop: performance.now() - asked };
}
