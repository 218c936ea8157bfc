import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cudaFolders, tensorflowFolders } from './backends/tensorflowFolders.ts';
import type { Connect, Ending } from './connection.ts';
import { isOutOfMemory } from './failures.ts';

export interface ChildOptions {
  /** The worker's file; default the one beside this module. */
  readonly worker?: string;
  /** A folder with tfjs-node in its `node_modules`, as the user set it. */
  readonly tensorflowFolder?: string;
  /** More variables for the child. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Connections to fresh child processes: what blocks, crashes or eats memory does so there. */
export function childProcess({ worker = defaultWorker(), tensorflowFolder, environment = {} }: ChildOptions = {}): Connect {
  return () => {
    const child = fork(worker, [], {
      // The extension host's own flags (such as its debugger's port) are not for the child; its TypeScript needs a loader.
      execArgv: worker.endsWith('.ts') ? ['--import', 'tsx'] : [],
      env: childEnvironment(worker, tensorflowFolder, environment),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let errors = '';
    let ended = false;
    child.stderr?.on('data', (text) => {
      errors = (errors + String(text)).slice(-8000);
    });
    return {
      send(message) {
        if (child.connected) child.send(message as object, () => undefined);
      },
      onMessage: (receive) => void child.on('message', receive),
      onEnd(report) {
        const once = (ending: Ending) => {
          if (!ended) report(ending);
          ended = true;
        };
        child.on('error', (error) => once({ outOfMemory: false, message: error.message }));
        // `close` comes after the last word on the error stream.
        child.on('close', (code, signal) => once(endingOf(code, signal, errors)));
      },
      kill() {
        ended = true;
        child.kill('SIGKILL');
      },
    };
  };
}

/** `worker.cjs` beside a bundle, the source beside this file otherwise. */
function defaultWorker(): string {
  const folder = typeof __dirname === 'string' ? __dirname : import.meta.dirname;
  const bundled = path.join(folder, 'worker.cjs');
  return existsSync(bundled) ? bundled : path.join(folder, 'worker.ts');
}

function childEnvironment(
  worker: string,
  tensorflowFolder: string | undefined,
  extra: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const named = tensorflowFolder ? { YOLO_ARCHITECT_TENSORFLOW: tensorflowFolder } : {};
  const environment: NodeJS.ProcessEnv = { TF_CPP_MIN_LOG_LEVEL: '2', ...process.env, ...named, ...extra };
  const libraries = cudaFolders(tensorflowFolders(worker, environment));
  const path_ = [...libraries, ...(environment.LD_LIBRARY_PATH ? [environment.LD_LIBRARY_PATH] : [])].join(path.delimiter);
  // In the extension host the executable is Electron.
  return { ...environment, ELECTRON_RUN_AS_NODE: '1', ...(libraries.length > 0 && { LD_LIBRARY_PATH: path_ }) };
}

function endingOf(code: number | null, signal: NodeJS.Signals | null, errors: string): Ending {
  const how = signal ? `ended by ${signal}` : `ended with exit code ${code}`;
  const lines = errors.trim().split('\n');
  const telling = lines.findLast((line) => /error|fatal|abort/i.test(line)) ?? lines.at(-1);
  // Nobody but the system sends SIGKILL here without our knowing: it does so when memory runs out.
  const outOfMemory = signal === 'SIGKILL' || isOutOfMemory(errors);
  return { outOfMemory, message: telling ? `the profiler's process ${how}: ${telling.trim()}` : `the profiler's process ${how}` };
}
