import assert from 'node:assert/strict';
import {
  analyze,
  completeFile,
  completion,
  documentLinks,
  folding,
  highlights,
  references,
  type Span,
  selectionRanges,
  semanticTokens,
  signature,
} from '../../../src/core/index.ts';
import { dice } from '../../support/random.ts';
import { model } from './support.ts';

describe('features of a text of any kind', () => {
  const { int } = dice(5);
  const below = (n: number) => int(0, n - 1);
  const cut = () => model.slice(0, below(model.length));
  const torn = () => {
    const at = below(model.length);
    return model.slice(0, at) + model.slice(at + 1 + below(30));
  };
  const mixed = () => {
    const at = below(model.length);
    const signs = '[]{},:#-&*!|>\'"%@`\r\n\t é\ud83d';
    return model.slice(0, at) + signs.charAt(below(signs.length)) + model.slice(at);
  };

  for (const [name, text] of Object.entries({ cut, torn, mixed })) {
    it(`${name}: they answer with places inside of it`, () => {
      for (let n = 0; n < 60; n++) {
        const damaged = text();
        const analysis = analyze(damaged, { scale: 'n' });
        const offsets = [0, damaged.length, below(damaged.length + 1), below(damaged.length + 1)];
        const spans: Span[] = [...semanticTokens(analysis), ...documentLinks(analysis)].map(({ span }) => span);
        for (const offset of offsets) {
          spans.push(...completion(analysis, offset).map(({ span }) => span), ...completeFile(damaged, offset).map(({ span }) => span));
          spans.push(...highlights(analysis, offset).map(({ span }) => span), ...references(analysis, offset));
          spans.push(...selectionRanges(analysis, offset));
          const found = signature(analysis, offset);
          for (const { span } of found?.parameters ?? []) assert.ok(span.end <= (found?.label.length ?? 0));
        }
        for (const { start, end } of spans) assert.ok(0 <= start && start <= end && end <= damaged.length, JSON.stringify(damaged));
        const lines = damaged.split(/\r\n|\r|\n/).length;
        for (const { start, end } of folding(analysis)) assert.ok(0 <= start && start <= end && end < lines, JSON.stringify(damaged));
      }
    });
  }
});
