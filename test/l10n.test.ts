import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { catalogue, newestUpstream, releaseRules } from '../src/core/index.ts';

const root = path.join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const chinese: Record<string, string> = JSON.parse(read('l10n/bundle.l10n.zh-cn.json'));

describe('translations', () => {
  const files = glob.sync(['src/**/*.ts', 'webview/**/*.{ts,tsx}'], { cwd: root });
  const messages = files.flatMap((file) => templates(read(file)).map((key) => ({ key, file })));

  it('every message is there in Chinese', () => {
    const missing = messages.filter(({ key }) => chinese[key] === undefined);
    assert.deepEqual([...new Set(missing.map(({ key, file }) => `${file}: ${key}`))], []);
  });

  it('so is the documentation of every module and argument', () => {
    const rules = releaseRules(newestUpstream);
    assert.ok(rules);
    const texts = catalogue().flatMap((module) => [module.summary, ...module.args(rules).map(({ doc }) => doc)]);
    assert.deepEqual(
      [...new Set(texts)].filter((text) => text !== '' && chinese[text] === undefined),
      [],
    );
  });

  it('a translation has the values of its message', () => {
    const values = (text: string) => [...text.matchAll(/\{\d+\}/g)].map(([value]) => value).sort();
    for (const [key, text] of Object.entries(chinese)) assert.deepEqual(values(text), values(key), key);
  });

  it('the manifest has the same texts in both languages', () => {
    const english = Object.keys(JSON.parse(read('package.nls.json')));
    const used = [...read('package.json').matchAll(/"%([^%]+)%"/g)].map(([, key]) => key);
    assert.deepEqual(Object.keys(JSON.parse(read('package.nls.zh-cn.json'))).sort(), english.sort());
    assert.deepEqual([...new Set(used)].sort(), english);
  });
});

/** Keys of all ``t`…` `` in a text, nested ones too. */
function templates(source: string): string[] {
  const keys: string[] = [];
  for (const { index } of source.matchAll(/(?<![\w$.`'])t`/g)) {
    const raw = keyFrom(source, index + 2);
    // Escapes of the template are escapes of a string.
    keys.push(
      JSON.parse(
        `"${raw
          .replace(/\\`/g, '`')
          .replace(/\\\$/g, '$')
          .replace(/(?<!\\)"/g, '\\"')
          .replace(/\n/g, '\\n')}"`,
      ),
    );
  }
  return keys;
}

function keyFrom(source: string, start: number): string {
  let key = '';
  let value = 0;
  for (let i = start; i < source.length && source[i] !== '`'; i++) {
    if (source[i] === '\\') key += source[i++] ?? '';
    if (source.startsWith('${', i)) {
      key += `{${value++}}`;
      i = closing(source, i + 2);
    } else key += source[i];
  }
  return key;
}

/** The `}` that ends an expression; strings and templates inside it are skipped. */
function closing(source: string, start: number): number {
  let depth = 0;
  for (let i = start; i < source.length; i++) {
    const c = source[i];
    if (c === '{') depth++;
    else if (c === '}' && depth-- === 0) return i;
    else if (c === '`') {
      for (i++; source[i] !== '`' && i < source.length; i++) {
        if (source[i] === '\\') i++;
        else if (source.startsWith('${', i)) i = closing(source, i + 2);
      }
    } else if (c === "'" || c === '"') i = source.indexOf(c, i + 1);
  }
  return source.length;
}
