import type { Analysis, AnalyzeOptions } from '../model.ts';

/** The options under which an analysis of changed text can be compared with `analysis`. */
export function sameOptions({ scale, imgsz, nc, ch, batch, upstream, thop, modules, dynamicConv }: Analysis): AnalyzeOptions {
  return {
    imgsz,
    ch,
    batch,
    upstream,
    thop,
    dynamicConv,
    ...(modules && { modules }),
    ...(scale === '' ? {} : { scale }),
    ...(nc === null ? {} : { nc }),
  };
}
