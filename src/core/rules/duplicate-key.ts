import { defineRule } from './define.ts';

/** Each key occurs once. */
export const duplicateKey = defineRule({
  id: 'duplicate-key',
  severity: 'warning',
  summary: 'A key occurs once in its mapping.',
  docs: 'PyYAML takes the last of several equal keys and says nothing about the others.',
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
nc: 4
nc: 5
#^ The key 'nc' occurs twice: the framework silently keeps this last value and drops the earlier one.
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
nc: 5
`,
  check: ({ document }) => document.problems.filter(({ rule }) => rule === 'duplicate-key'),
});
