// The framework itself, asked through a process that keeps one release loaded (test/differential/framework_server.py).
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A model file and how to look at it. */
export interface Question {
  readonly yaml: string;
  readonly name: string;
  /** Empty: none given. */
  readonly scale: string;
  /** [height, width] of each image that the built model is given. */
  readonly sizes: readonly (readonly [number, number])[];
  readonly ch: number;
  readonly nc: number | null;
  /** The printed GFLOPs of the first size are wanted, which takes longer. */
  readonly printed: boolean;
  /** With real tensors instead of shapes alone. */
  readonly real: boolean;
}

export interface FrameworkError {
  readonly type: string;
  readonly message: string;
  readonly stage: string;
  readonly row: number | null;
}

export interface FrameworkRow {
  readonly index: number;
  readonly from: readonly number[];
  readonly repeats: number;
  readonly module: string;
  readonly args: unknown;
  readonly params: number;
}

/** The evaluation forward of one image. */
export interface FrameworkForward {
  /** A row's shapes; null where it did not get there. */
  readonly outputs: readonly (readonly (readonly number[])[] | null)[];
  /** Multiply-accumulates of all convolutions and matrix products. */
  readonly macs: number;
  readonly printed?: number;
  /** Why the built model does not take the image. */
  readonly error: FrameworkError | null;
}

/** Either `error`, or everything else. */
export interface Answer {
  readonly error?: FrameworkError;
  readonly task?: string;
  readonly totals?: {
    readonly params: number;
    readonly gradients: number;
    readonly layers: number;
    readonly stride: readonly number[];
  };
  readonly rows?: readonly FrameworkRow[];
  readonly sizes?: readonly FrameworkForward[];
}

export interface Framework {
  /** The answer, or why there is none: the process ended. */
  ask(question: Question): Promise<Answer>;
  stop(): void;
}

/** Starts the process; it loads the release in ten seconds or so and takes questions meanwhile. */
export function startFramework(interpreter: string, folder: string): Framework {
  const settings = mkdtempSync(path.join(tmpdir(), 'yolo-architect-'));
  const script = path.join(import.meta.dirname, '../differential/framework_server.py');
  const env = { ...process.env, PYTHONPATH: folder, YOLO_CONFIG_DIR: settings, PYTHONDONTWRITEBYTECODE: '1' };
  const server: ChildProcessWithoutNullStreams = spawn(interpreter, [script], { env });
  try {
    setPriority(server.pid ?? 0, 5);
  } catch {
    // Its priority is a courtesy.
  }
  const waiting: { resolve(answer: Answer): void; reject(error: Error): void }[] = [];
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  createInterface(server.stdout).on('line', (line) => waiting.shift()?.resolve(JSON.parse(line)));
  server.stdin.on('error', () => {});
  server.on('close', () => {
    rmSync(settings, { recursive: true, force: true });
    for (const { reject } of waiting.splice(0)) reject(new Error(`the framework's process ended: ${said}`));
  });
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        server.stdin.write(`${JSON.stringify(question)}\n`);
      }),
    stop: () => server.stdin.end(),
  };
}
