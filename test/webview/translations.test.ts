import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { templates } from './support/templates.ts';

const file = path.join(import.meta.dirname, '../../l10n/bundle.l10n.zh-cn.json');

describe('translations of the panel', () => {
  const translations: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
  const keys = templates();

  it('there are texts to check', () => assert.ok(keys.length > 50));

  it('every text of the panel has one in Chinese', () => {
    assert.deepEqual(
      keys.filter((key) => !translations[key]),
      [],
    );
  });

  it('values stand in each translation as often as in the text', () => {
    const places = (text: string) => [...text.matchAll(/\{\d+\}/g)].map(([place]) => place).sort();
    for (const key of keys) assert.deepEqual(places(translations[key] ?? ''), places(key), key);
  });
});
