import assert from 'node:assert/strict';
import {
  analyze,
  completeFile,
  completion,
  documentLinks,
  dropRequest,
  effectOf,
  folding,
  highlights,
  planStructure,
  references,
  reshapeActions,
  rowLabel,
  rowTree,
  type Span,
  type StructureRequest,
  selectionRanges,
  semanticTokens,
  signature,
  structureActions,
  type TextEdit,
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
        const spans: Span[] = [...semanticTokens(analysis), ...documentLinks(analysis, 'all')].map(({ span }) => span);
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

    it(`${name}: rows can be listed, dropped anywhere and edited, or it is said why not`, () => {
      for (let n = 0; n < 25; n++) {
        const damaged = text();
        const analysis = analyze(damaged, { scale: 'n' });
        const row = below(analysis.rows.length + 2);
        const other = below(analysis.rows.length + 2);
        for (const { rows } of rowTree(analysis)) for (const index of rows) assert.ok(rowLabel(analysis.rows[index]!).label !== '');
        const requests: StructureRequest[] = [
          dropRequest(analysis, { section: 'head' }, [row]),
          dropRequest(analysis, { section: 'backbone', row }, [other, row]),
          { kind: 'insert', after: row, row: damaged.slice(0, 30) },
          { kind: 'insert', before: row, row: '[-1, 1, Conv, [64]]' },
          { kind: 'delete', rows: [row, other] },
          { kind: 'duplicate', rows: [row] },
          { kind: 'shift', rows: [row], by: 1 },
          { kind: 'width', rows: [row], channels: 64 },
          { kind: 'wrap', rows: [row, other], in: 'shortcut' },
          { kind: 'wrap', rows: [row], in: { block: 'C3k2' } },
          { kind: 'replace', rows: [row], module: 'C2f' },
          { kind: 'add-level', level: 2 },
          { kind: 'remove-level', level: 3, path: 'whole' },
        ];
        for (const request of requests) {
          const plan = planStructure(analysis, request, 'used');
          if ('refused' in plan) assert.ok(plan.refused !== '');
          else assert.ok(typeof effectOf(plan) === 'string' && areApart(plan.edits, damaged.length), JSON.stringify([damaged, request]));
        }
        const span = analysis.rows[row]?.syntax.span ?? { start: 0, end: 0 };
        for (const { title } of [...structureActions(analysis, span), ...reshapeActions(analysis, span)]) assert.ok(title !== '');
      }
    });
  }
});

/** Edits that can be applied: inside of the text, none over another. */
function areApart(edits: readonly TextEdit[], length: number): boolean {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return sorted.every(({ span: { start, end } }, i) => start <= end && end <= length && start >= (sorted[i - 1]?.span.end ?? 0));
}
