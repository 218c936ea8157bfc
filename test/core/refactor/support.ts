import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { type Analysis, type AnalyzeOptions, analyze, applyEdits, planStructure, type StructureRequest } from '../../../src/core/index.ts';

export const options: AnalyzeOptions = { scale: 'n', fileName: 'yolo11n.yaml' };

const folder = path.join(import.meta.dirname, '../../../examples');

/** One of the models in `examples/`. */
export const example = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

/** Those of them that can be read. */
export const examples: readonly { readonly name: string; readonly text: string; readonly analysis: Analysis }[] = glob
  .sync('*.yaml', { cwd: folder })
  .map((name) => ({ name, text: example(name), analysis: analyze(example(name), options) }))
  .filter(({ analysis }) => analysis.isModel && !analysis.document.fatal);

/** The text after a structural edit that must be possible. */
export function changed(text: string, request: StructureRequest, asked = options): string {
  const plan = planStructure(analyze(text, asked), request);
  if ('refused' in plan) assert.fail(plan.refused);
  return applyEdits(text, plan.edits);
}

/** Why an edit is not possible. */
export function refusal(text: string, request: StructureRequest, asked = options): string {
  const plan = planStructure(analyze(text, asked), request);
  return 'refused' in plan ? plan.refused : assert.fail('it was not refused');
}

/** The lines of a model's rows, without their dashes. */
export function rows(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => /^\s*- (\[.*)$/.exec(line)?.[1] ?? []);
}

/** What a network is, whatever its text says. */
export function facts({ rows: all }: Analysis) {
  return all.map(({ module, args, params, outputs, sources }) => ({ module, args, params, outputs, sources }));
}
