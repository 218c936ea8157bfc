import type { Analysis, AnalyzeOptions } from '../model.ts';

/** The options under which an analysis of changed text can be compared with `analysis`: its own, with the scale and the image size that came of them. */
export function sameOptions({ options, scale, imgsz }: Analysis): AnalyzeOptions {
  return { ...options, imgsz, ...(scale !== '' && { scale }) };
}
