import assert from 'node:assert/strict';
import path from 'node:path';
import { childProcess } from '../../src/profiler/childProcess.ts';
import { createClient, type ProfileOptions } from '../../src/profiler/client.ts';
import type { Phase, ProfileFailure, ProfileOutcome, ProfileRequest } from '../../src/profiler/protocol.ts';
import { smallNetwork } from '../support/smallNetwork.ts';

const request: ProfileRequest = { network: smallNetwork(6), backend: 'wasm', batch: 1, precision: 'fp32', runs: 5, budgetMs: 50 };
const client = createClient(childProcess());

describe('profile in a child process', function () {
  this.timeout(120_000);

  it('gives every row in order, then the whole, with where and how it was measured', async () => {
    const rows: number[] = [];
    const phases: Phase[] = [];
    const outcome = await client.profile(request, {
      onRow: ({ index }) => rows.push(index),
      onProgress: (phase) => phases.at(-1) !== phase && phases.push(phase),
    });
    assert.ok(outcome.kind === 'done', JSON.stringify(outcome));
    assert.deepEqual(rows, [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(phases, ['loading', 'building', 'warmUp', 'rows', 'endToEnd']);
    const { result } = outcome;
    assert.deepEqual(
      result.rows.map(({ index }) => index),
      rows,
    );
    for (const { ms, runs, gflopsPerSecond, gigabytesPerSecond } of [...result.rows]) {
      assert.ok(ms.median > 0 && ms.p95 >= ms.median && ms.spread >= 0 && runs >= 3 && gflopsPerSecond > 0 && gigabytesPerSecond > 0);
    }
    assert.equal(result.rows[1]?.macs, 8 * 8 * 9 * 64 * 64);
    assert.deepEqual(result.imageSize, [64, 64]);
    assert.match(result.modelHash, /^[0-9a-f]{16}$/);
    assert.equal(result.device.backend, 'wasm');
    assert.equal(result.device.kind, 'cpu');
    assert.equal(result.device.threads, 1);
    assert.ok(result.device.versions.tfjs && result.device.versions.node);
    assert.ok(result.endToEndMs.median > 0 && result.sumOfRowsMs > 0 && !Number.isNaN(Date.parse(result.date)));
  });

  it('says what each back end finds', async () => {
    const [wasm, cpu, none] = await Promise.all(['wasm', 'cpu', 'abacus'].map((id) => client.probe(id)));
    assert.ok(wasm?.available && cpu?.available);
    assert.equal(wasm.devices[0]?.kind, 'cpu');
    assert.equal(none?.available, false);
  });

  it('is unavailable for a back end that is not there and for a precision that it lacks', async () => {
    assert.equal((await client.profile({ ...request, backend: 'abacus' })).kind, 'unavailable');
    assert.equal((await client.profile({ ...request, precision: 'fp16' })).kind, 'unavailable');
  });

  it('does not start when it is cancelled before', async () => {
    assert.equal((await client.profile(request, { signal: AbortSignal.abort() })).kind, 'cancelled');
  });

  for (const phase of ['building', 'warmUp', 'rows', 'endToEnd'] as const) {
    it(`does not go on to the end when it is cancelled in phase ${phase}`, async () => {
      assert.equal((await cancelIn(phase, { ...request, runs: 1000, budgetMs: 5000 })).kind, 'cancelled');
    });
  }
});

describe('profile in a child process that fails', function () {
  this.timeout(120_000);

  it('reports a crash with the row that ran', async () => {
    const outcome = await failing('abort:3');
    assert.deepEqual([outcome.kind, outcome.row], ['crashed', 3]);
    assert.match(outcome.message, /SIGABRT|134/);
  });

  it('reports exhausted memory of the process with the row that ran', async () => {
    const outcome = await failing('heap:2', { NODE_OPTIONS: '--max-old-space-size=96' });
    assert.deepEqual([outcome.kind, outcome.row], ['outOfMemory', 2]);
  });

  it('reports exhausted memory of the library with the row that ran', async () => {
    const outcome = await failing('throw:4');
    assert.deepEqual([outcome.kind, outcome.row], ['outOfMemory', 4]);
  });

  it('reports a hang as a time-out with the row that ran', async () => {
    const outcome = await failing('hang:1', {}, { timeoutMs: 15_000 });
    assert.deepEqual([outcome.kind, outcome.row], ['timedOut', 1]);
  });

  for (const [fault, phase] of [
    ['hang:1', 'warmUp'],
    ['hang:build', 'building'],
  ] as const) {
    it(`is cancelled although it hangs (${fault})`, async () => {
      assert.equal((await cancelIn(phase, request, fault)).kind, 'cancelled');
    });
  }

  it('works again afterwards', async () => {
    assert.equal((await client.profile(request)).kind, 'done');
  });
});

function faultyClient(fault: string, environment: Record<string, string> = {}) {
  const worker = path.join(import.meta.dirname, '../support/faultyWorker.ts');
  return createClient(childProcess({ worker, environment: { ...environment, FAULT: fault } }));
}

async function failing(fault: string, environment: Record<string, string> = {}, options: ProfileOptions = {}): Promise<ProfileFailure> {
  const outcome = await faultyClient(fault, environment).profile(request, options);
  assert.ok(outcome.kind !== 'done');
  return outcome;
}

/** Cancels 50 ms after a phase has begun. */
async function cancelIn(phase: Phase, what: ProfileRequest, fault?: string): Promise<ProfileOutcome> {
  const stop = new AbortController();
  let asked = false;
  return (fault ? faultyClient(fault) : client).profile(what, {
    signal: stop.signal,
    onProgress(now) {
      if (now !== phase || asked) return;
      asked = true;
      setTimeout(() => stop.abort(), 50);
    },
  });
}
