import { defineRule } from './define.ts';

/** The text is YAML as PyYAML reads it. */
export const yamlSyntax = defineRule({
  id: 'yaml-syntax',
  severity: 'error',
  summary: 'The file is YAML 1.1 as PyYAML reads it.',
  docs: 'The message has the loader’s own words and says what to do. Rows that are not damaged are still read, so that hints and numbers stay as far as possible. Frequent: a bracket or comma is missing, a tab or a no-break space from a web page, full-width punctuation.',
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]
#                          ^ YAML syntax error: …
  - [-1, 1, Conv, [128, 3, 2]]
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
`,
  check: ({ document }) => document.problems.filter(({ rule }) => rule === 'yaml-syntax'),
});
