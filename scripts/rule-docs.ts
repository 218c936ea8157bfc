// Writes docs/rules: one page for each rule, from the rule itself. A test says when a page is old.
//   npx tsx scripts/rule-docs.ts
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Rule } from '../src/core/rules/define.ts';
import { rules } from '../src/core/rules/index.ts';

export const docsFolder = path.join(import.meta.dirname, '..', 'docs', 'rules');

/** File names and their Markdown. */
export function rulePages(): [file: string, page: string][] {
  return [['README.md', index()], ...rules.map((rule): [string, string] => [`${rule.id}.md`, page(rule)])];
}

function page({ id, severity, summary, docs, bad, good }: Rule): string {
  return `# ${id}

*${severity}* · ${summary}

${docs}

## Not so
${yaml(bad)}
## But so
${yaml(good)}`;
}

function yaml(example: string): string {
  return `\`\`\`yaml\n${example.trim()}\n\`\`\`\n`;
}

function index(): string {
  const rows = rules.map(({ id, severity, summary }) => `| [${id}](${id}.md) | ${severity} | ${summary.replaceAll('|', '\\|')} |`);
  return `# Rules

An *error* is what the framework refuses to build or run; everything else deserves attention. Each page shows an example with the message under it.

| Rule | | A sound file |
| --- | --- | --- |
${rows.join('\n')}
`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(docsFolder, { recursive: true });
  for (const [file, text] of rulePages()) writeFileSync(path.join(docsFolder, file), text);
  console.log(`${rulePages().length} pages in ${path.relative(process.cwd(), docsFolder)}`);
}
