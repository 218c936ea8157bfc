import type { HostToPanel, PanelToHost } from '../../../src/panel/protocol.ts';
import type { Connect, Ending } from '../../../src/profiler/connection.ts';
import type { PanelPage } from './page.ts';

/** What the panel tells the host, for whoever listens now. */
export interface Exchange {
  readonly onMessage: (message: PanelToHost) => void;
  /** A way to the GPU of the page that the profiler's client can use, as the extension has one. */
  connect(panel: () => PanelPage): Connect;
}

export function exchange(): Exchange {
  const listeners = new Set<(message: PanelToHost) => void>();
  return {
    onMessage: (message) => {
      for (const listener of listeners) listener(message);
    },
    connect: (panel) => () => {
      let receive: (message: unknown) => void = () => undefined;
      let end: (ending: Ending) => void = () => undefined;
      const listener = (message: PanelToHost) => {
        if (message.type === 'gpu') receive(message.message);
        if (message.type === 'gpuEnded') end({ outOfMemory: false, message: message.reason });
      };
      listeners.add(listener);
      const tell = (message: HostToPanel) => void panel().page.evaluate((told) => window.postMessage(told, '*'), message);
      return {
        send: (message) => tell({ type: 'gpu', message }),
        onMessage: (listen) => {
          receive = listen;
        },
        onEnd: (listen) => {
          end = listen;
        },
        kill: () => {
          listeners.delete(listener);
          tell({ type: 'gpuStop' });
        },
      };
    },
  };
}
