import type { PanelToHost } from '../../src/panel/protocol.ts';
import { t } from '../text.ts';

/** The page's GPU: a worker, so that the page stays quick and the work can be ended at any moment, whatever it is doing. */
export interface GpuHost {
  /** Passes a message on; starts the worker on first use. */
  send(message: unknown): void;
  /** Ends the worker. A later message starts a fresh one, with a fresh device. */
  stop(): void;
}

/** `address` is where the GPU code lies; it is fetched first, because a worker of another origin may only start from a blob. */
export function gpuHost(address: string, post: (message: PanelToHost) => void): GpuHost {
  let worker: Promise<Worker> | undefined;

  const start = async (current: () => boolean): Promise<Worker> => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    const blob = URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
    const started = new Worker(blob, { name: 'gpu' });
    // A worker that has been ended may have had a message on its way.
    started.onmessage = ({ data }) => current() && post({ type: 'gpu', message: data });
    started.onerror = (event) => current() && end(event.message || t`The GPU code ended unexpectedly.`);
    return started;
  };

  const fresh = (): Promise<Worker> => {
    const made: Promise<Worker> = start(() => worker === made);
    return made;
  };

  const end = (reason: string): void => {
    const ended = worker;
    worker = undefined;
    void ended?.then((running) => running.terminate()).catch(() => undefined);
    post({ type: 'gpuEnded', reason });
  };

  return {
    send(message) {
      worker ??= fresh();
      const used = worker;
      used.then(
        (running) => worker === used && running.postMessage(message),
        (error: unknown) => worker === used && end(t`The GPU code could not be loaded: ${String(error)}`),
      );
    },
    stop() {
      const stopped = worker;
      worker = undefined;
      void stopped?.then((running) => running.terminate()).catch(() => undefined);
    },
  };
}
