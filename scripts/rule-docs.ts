// Writes docs/rules: one page for each rule, from the rule itself; and the rules' ids into package.json, where the setting completes
// them. A test says when either is old.
//   npx tsx scripts/rule-docs.ts
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Rule } from '../src/core/rules/define.ts';
import { rules } from '../src/core/rules/index.ts';

export const docsFolder = path.join(import.meta.dirname, '..', 'docs', 'rules');

export const manifest = path.join(import.meta.dirname, '..', 'package.json');

/** The text of package.json with the ids of all rules. */
export function withRuleIds(text: string): string {
  const ids = rules.map(({ id }) => `                ${JSON.stringify(id)}`).sort();
  return text.replace(/("propertyNames": \{\s*"enum": )\[[^\]]*\]/, `$1[\n${ids.join(',\n')}\n              ]`);
}

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

The setting \`yoloArchitect.rules\` and the option \`--rule\` say how loud a rule is: \`off\`, \`hint\`, \`info\`, \`warning\` or \`error\`. In a file, a comment
\`# yolo-architect: ignore dead-row\` behind a row silences the rule there ([more](ignore-comment.md)). An error can be lowered to a hint, and is said all the same.

| Rule | | A sound file |
| --- | --- | --- |
${rows.join('\n')}
`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(docsFolder, { recursive: true });
  for (const [file, text] of rulePages()) writeFileSync(path.join(docsFolder, file), text);
  writeFileSync(manifest, withRuleIds(readFileSync(manifest, 'utf8')));
  console.log(`${rulePages().length} pages in ${path.relative(process.cwd(), docsFolder)}`);
}
