import type { DynamicMeaning } from '../catalogue/modules/dynamic-blocks.ts';
import type { ModelDocument } from '../document.ts';
import type { AnalyzeOptions } from '../model.ts';

/** What the bare name `DynamicConv` means in a file, and what says so. */
export interface NameMeaning {
  readonly value: DynamicMeaning;
  readonly source: 'comment' | 'workspace' | 'setting' | 'default';
}

/**
 * The name alone does not say which convolution it is: public trees disagree. A comment in the file decides
 * (`# yolo-architect: DynamicConv = plain`), else what the caller knows of the workspace or its settings, else the form with
 * BatchNorm and activation.
 */
export function dynamicMeaning({ comments }: ModelDocument, { dynamicConv }: AnalyzeOptions): NameMeaning {
  for (const { text } of comments) {
    const value = /^#\s*yolo-architect:\s*DynamicConv\s*=\s*(plain|bn-act)\b/.exec(text)?.[1];
    if (value === 'plain' || value === 'bn-act') return { value, source: 'comment' };
  }
  return dynamicConv ?? { value: 'bn-act', source: 'default' };
}
