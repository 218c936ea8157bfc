import type { ReleaseRules } from '../upstream/releases.ts';

/** The scale letter that the framework reads from a file's name, or '' where the name has none. */
export function scaleFromName(fileName: string, rules: ReleaseRules): string {
  const stem = fileStem(fileName);
  const pattern = rules.has('yoloe-heads') ? /yolo(?:e-)?v?\d+([nslmx])/ : /yolov?\d+([nslmx])/;
  return pattern.exec(stem)?.[1] ?? '';
}

/** The last part of a path without its suffix. */
export function fileStem(fileName: string): string {
  const base = fileName.split(/[\\/]/).at(-1) ?? fileName;
  const dot = base.lastIndexOf('.');
  return dot > 0 ? base.slice(0, dot) : base;
}
