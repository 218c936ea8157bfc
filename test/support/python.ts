// Python processes with a release of the framework.
import { spawn } from 'node:child_process';

/** What a Python script prints on standard output; rejects with its error output where it fails. */
export function runPython(interpreter: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(interpreter, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, error] = ['', ''];
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (error += data));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`${args[0]} ended with ${code}\n${error.slice(-3000)}`))));
  });
}

/** The environment in which a release of the framework runs without touching the user's files or the network. */
export function frameworkEnv(folder: string, settings: string): NodeJS.ProcessEnv {
  return {
    PYTHONPATH: folder,
    YOLO_CONFIG_DIR: settings,
    YOLO_OFFLINE: 'True',
    YOLO_AUTOINSTALL: 'false',
  };
}

/** The same for training: quiet, and with one thread, because several processes train at a time. */
export function trainingEnv(folder: string, settings: string): NodeJS.ProcessEnv {
  return { ...frameworkEnv(folder, settings), YOLO_VERBOSE: 'false', OMP_NUM_THREADS: '1' };
}
