/** Why PyYAML refuses a text, and where: `at` is the offset, `context` what was being read. */
export class YamlFailure {
  constructor(
    readonly context: string,
    readonly contextAt: number,
    readonly problem: string,
    readonly at: number,
  ) {}
}
