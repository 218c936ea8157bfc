/** What the process ends with. */
export const exit = { fine: 0, model: 1, usage: 2, profiler: 3, interrupted: 130 } as const;

/** Something the user must hear in one line; `code` is the exit code it leads to. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly code: number = exit.usage,
  ) {
    super(message);
  }
}
