import { readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';

const root = path.join(import.meta.dirname, '../../..');

/** Every text that the page can show, as the key of its translation: the contents of each t`…` with `{0}`, `{1}` … for the values. */
export function templates(): string[] {
  const files = glob.sync(['webview/**/*.{ts,tsx}', '!webview/text.ts'], { cwd: root });
  const keys = files.flatMap((file) => templatesOf(readFileSync(path.join(root, file), 'utf8')));
  return [...new Set(keys)].sort();
}

function templatesOf(code: string): string[] {
  return [...code.matchAll(/\bt`/g)].map(({ index }) => templateAt(code, index + 2));
}

function templateAt(code: string, start: number): string {
  let key = '';
  let values = 0;
  for (let i = start; i < code.length && code[i] !== '`'; i++) {
    if (code[i] === '$' && code[i + 1] === '{') {
      i = valueEnd(code, i + 2);
      key += `{${values++}}`;
    } else key += code[i];
  }
  return key;
}

/** The brace that closes a value, past braces and templates inside it. */
function valueEnd(code: string, start: number): number {
  let depth = 1;
  for (let i = start; i < code.length; i++) {
    if (code[i] === '{') depth++;
    if (code[i] === '}' && --depth === 0) return i;
  }
  return code.length;
}
