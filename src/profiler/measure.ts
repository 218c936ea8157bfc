import type { Session } from './backend.ts';
import type { Milliseconds } from './protocol.ts';
import { quantile, summarise } from './statistics.ts';

export interface MeasureOptions {
  /** Timed regions; fewer when the budget is used up before. */
  readonly runs: number;
  readonly budgetMs: number;
  /** Called every few milliseconds: lets messages in and throws when the measurement is to end. */
  readonly checkpoint: () => Promise<void>;
}

export interface Measurement {
  readonly ms: Milliseconds;
  readonly runs: number;
}

/** Times parts of a network on one session; made once, because it learns what a clock tick and an empty synchronisation cost. */
export interface Meter {
  measure(first: number, last: number): Promise<Measurement>;
}

export async function createMeter(session: Session, { runs, budgetMs, checkpoint }: MeasureOptions): Promise<Meter> {
  const syncMs = await emptySync(session);
  // A region of many ticks makes the clock's error small; a device's own clock may be rounded to a tenth of a millisecond.
  const shortestRegion = session.timed ? 2 : 20 * clockTick();

  const region = async (first: number, last: number, repeats: number): Promise<number> => {
    if (session.timed) return (await session.timed(first, last, repeats)) / repeats;
    const start = performance.now();
    for (let i = 0; i < repeats; i++) {
      const pending = session.run(first, last);
      if (pending) await pending;
    }
    const pending = session.sync();
    if (pending) await pending;
    return Math.max(0, performance.now() - start - syncMs) / repeats;
  };

  return {
    async measure(first, last) {
      const warm = await warmUp((repeats) => region(first, last, repeats), budgetMs / 2, checkpoint);
      const repeats = Math.max(1, Math.ceil(shortestRegion / Math.max(warm, shortestRegion / 1000)));
      const samples: number[] = [];
      const start = performance.now();
      while (samples.length < runs && (samples.length < 3 || performance.now() - start < budgetMs)) {
        samples.push(await region(first, last, repeats));
        await checkpoint();
      }
      return { ms: summarise(samples), runs: samples.length };
    },
  };
}

/** Runs until the times no longer fall: the last three are within a tenth of the best three before them. Gives the time it settled at. */
async function warmUp(once: (repeats: number) => Promise<number>, budgetMs: number, checkpoint: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  const start = performance.now();
  do {
    times.push(await once(1));
    await checkpoint();
  } while (!isSteady(times) && times.length < 50 && performance.now() - start < budgetMs);
  return quantile(
    times.slice(-3).sort((a, b) => a - b),
    0.5,
  );
}

function isSteady(times: readonly number[]): boolean {
  if (times.length < 4) return false;
  const median = (part: readonly number[]) =>
    quantile(
      [...part].sort((a, b) => a - b),
      0.5,
    );
  return median(times.slice(-3)) >= 0.9 * median(times.slice(0, -2).slice(-3));
}

/** What it costs to wait for a device that has nothing to do: the median of a few. */
async function emptySync(session: Session): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 7; i++) {
    const start = performance.now();
    const pending = session.sync();
    if (!pending) return 0;
    await pending;
    times.push(performance.now() - start);
  }
  return quantile(
    times.sort((a, b) => a - b),
    0.5,
  );
}

/** The smallest step of the clock, in milliseconds. */
function clockTick(): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 20; i++) {
    const start = performance.now();
    let now = performance.now();
    while (now === start) now = performance.now();
    smallest = Math.min(smallest, now - start);
  }
  return Math.max(smallest, 0.001);
}
