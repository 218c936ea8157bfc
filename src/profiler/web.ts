/** What an editor in a browser has in the place of `index.ts`: the devices of its own page, and no processes. */
import type { Connect } from './connection.ts';

export { createClient } from './client.ts';

/** Ends before it begins. */
export function childProcess(): Connect {
  return () => ({
    send() {},
    onMessage() {},
    onEnd: (ended) => ended({ outOfMemory: false, message: 'this editor runs in a browser, where no process can be started' }),
    kill() {},
  });
}
