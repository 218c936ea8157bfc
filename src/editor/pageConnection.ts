import type { HostToPanel, PanelToHost } from '../panel/protocol.ts';
import type { Connect, Ending } from '../profiler/connection.ts';

/** The page's own GPU as the other side of a profile; one connection at a time. */
export interface PageGpu {
  readonly connect: Connect;
  /** Takes what the page's GPU says. */
  receive(message: Extract<PanelToHost, { readonly type: 'gpu' | 'gpuEnded' }>): void;
  /** The page has gone. */
  closed(): void;
}

export function createPageGpu(post: (message: HostToPanel) => void): PageGpu {
  let receiver: ((message: unknown) => void) | undefined;
  let ended: ((ending: Ending) => void) | undefined;
  const end = (message: string) => {
    const report = ended;
    receiver = ended = undefined;
    report?.({ outOfMemory: /out of memory|allocation failed/i.test(message), message });
  };
  return {
    connect: () => ({
      send: (message) => post({ type: 'gpu', message }),
      onMessage(receive) {
        receiver = receive;
      },
      onEnd(report) {
        ended = report;
      },
      kill() {
        receiver = ended = undefined;
        post({ type: 'gpuStop' });
      },
    }),
    receive(message) {
      if (message.type === 'gpu') receiver?.(message.message);
      else end(message.reason);
    },
    closed: () => end('the panel was closed'),
  };
}
