import type { Channel } from './serve.ts';

/** The child's end of the channel that `fork` opens; the child ends with it. */
export function childChannel(): Channel {
  // Nobody is left who could use an answer.
  process.on('disconnect', () => process.exit());
  return {
    post: (message) =>
      new Promise<void>((resolve) => {
        if (process.send) process.send(message, () => resolve());
        else resolve();
      }),
    listen: (receive) => void process.on('message', receive),
  };
}
