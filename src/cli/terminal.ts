import type { Writable } from 'node:stream';
import pc from 'picocolors';

type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** The two streams of a command and how to write on them; everything that prints takes one of these. */
export interface Terminal {
  out(line: string): void;
  /** Text as it is, without a line end of its own. */
  raw(text: string): void;
  json(value: unknown): void;
  error(line: string): void;
  readonly colors: Colors;
  readonly errorColors: Colors;
  /** One bar on standard error, only where that is a terminal. */
  progress(done: number, total: number, label: string): void;
}

export type Colors = ReturnType<typeof pc.createColors>;

/** No colours. */
export const plain: Colors = pc.createColors(false);

export function createTerminal(stdout: Stream, stderr: Stream): Terminal {
  let bar = false;
  const clear = () => {
    if (bar) stderr.write('\r\x1b[K');
    bar = false;
  };
  // A reader that went away, such as `head`, is no mistake of anybody.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    out(line) {
      clear();
      stdout.write(`${line}\n`);
    },
    raw(text) {
      clear();
      stdout.write(text);
    },
    json: (value) => stdout.write(`${JSON.stringify(value)}\n`),
    error(line) {
      clear();
      stderr.write(`${line}\n`);
    },
    colors: pc.createColors(isColored(stdout)),
    errorColors: pc.createColors(isColored(stderr)),
    progress(done, total, label) {
      if (!stderr.isTTY) return;
      if (done >= total) return clear();
      const filled = Math.round((20 * done) / Math.max(1, total));
      const text = `${'█'.repeat(filled)}${'░'.repeat(20 - filled)} ${done}/${total} ${label}`;
      stderr.write(`\r\x1b[K${text.slice(0, (stderr.columns || 80) - 1)}`);
      bar = true;
    },
  };
}

/** https://no-color.org: set and not empty means no colour. */
function isColored(stream: Stream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}
