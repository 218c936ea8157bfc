import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
export const bundle = path.join(root, 'dist/cli.cjs');
export const example = (name: string) => path.join(root, 'examples', name);

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Standard output as one object a line; throws where a line is none. */
  readonly objects: Record<string, unknown>[];
}

/** Runs the built command line to its end. */
export function cli(
  args: readonly string[],
  { input = '', cwd = root, env = {} }: { input?: string | Buffer; cwd?: string; env?: Record<string, string> } = {},
): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], {
    input,
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return {
    code: status,
    out: stdout,
    err: stderr,
    get objects() {
      return stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    },
  };
}

/** A folder with these files for the time of one test. */
export function inFolder(files: Readonly<Record<string, string | Buffer>>, test: (folder: string) => void): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'yolo-architect-cli-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
    test(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A small detector of our own; `rows` come in front of its head. */
export const small = (...rows: string[]) =>
  `nc: 3\nscales:\n  n: [0.5, 0.25, 1024]\n  s: [0.5, 0.5, 1024]\nbackbone:\n${rows.map((row) => `  - ${row}\n`).join('')}head:\n  - [[${rows.length - 1}], 1, Detect, [nc]]\n`;

export const stem = ['[-1, 1, Conv, [64, 3, 2]] # stem', '[-1, 1, Conv, [128, 3, 2]]', '[-1, 2, C3k2, [128, False]]'];
