import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** A unified diff that `patch` and `git apply` take. */
export function unifiedDiff(file: string, before: string, after: string): string {
  return createTwoFilesPatch(file, file, before, after, undefined, undefined, { context: 3, headerOptions: FILE_HEADERS_ONLY });
}

/** The same with colours, for eyes. */
export function paintDiff(diff: string, paint: { red(s: string): string; green(s: string): string; cyan(s: string): string }): string {
  return diff
    .split('\n')
    .map((line) =>
      /^(---|\+\+\+)/.test(line)
        ? line
        : line.startsWith('@@')
          ? paint.cyan(line)
          : line.startsWith('+')
            ? paint.green(line)
            : line.startsWith('-')
              ? paint.red(line)
              : line,
    )
    .join('\n');
}
