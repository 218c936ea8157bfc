/** Ids of the rules that explain refusals. */
export type RefusalRule =
  | 'not-a-row'
  | 'unknown-module'
  | 'from-out-of-range'
  | 'wrong-repeats'
  | 'wrong-arguments'
  | 'no-channels'
  | 'groups'
  | 'channel-mismatch'
  | 'size-mismatch'
  | 'scales'
  | 'missing-key'
  | 'activation'
  | 'text-input'
  | 'framework-error';

/**
 * What Python would raise while the framework builds or runs a row: thrown by builders, caught by the resolver. No JavaScript
 * error, because taking a stack trace costs more than resolving the whole file.
 */
export class Refused {
  constructor(
    /** `TypeError`, `RuntimeError` … */
    readonly pythonType: string,
    /** The framework's own English text. */
    readonly text: string,
    /** Which part of the row is to blame. */
    readonly part: 'from' | 'repeats' | 'module' | 'args' | 'row' = 'args',
    /** Index in the constructor's arguments or in `from`, where one element is to blame. */
    readonly element?: number,
    /** The rule that explains it, where the part alone does not say. */
    readonly rule?: RefusalRule,
    /** Raised by a constructor already; a forward pass is never reached then. */
    readonly constructing = false,
  ) {}
}

/** A row that cannot be known here although the framework may well build it; `reason` is shown to the user. */
export class Unknown {
  constructor(readonly reason: string) {}
}
