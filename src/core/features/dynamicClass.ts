import type { DynamicMeaning } from '../catalogue/modules/dynamic-blocks.ts';

/**
 * What a Python source means by `DynamicConv`, read as text: a class of that name with a BatchNorm in its body is the drop-in, one
 * without is the convolution alone; `undefined` where the source has no such class.
 */
export function readDynamicClass(source: string): DynamicMeaning | undefined {
  const start = /^class\s+DynamicConv\s*[(:].*$/m.exec(source);
  if (start === null) return undefined;
  const rest = source.slice(start.index + start[0].length);
  const end = /^\S/m.exec(rest.replace(/^[ \t]*#.*$/gm, (line) => ' '.repeat(line.length)));
  const body = end === null ? rest : rest.slice(0, end.index);
  return /BatchNorm2d|\bnn\.SyncBatchNorm/.test(body) ? 'bn-act' : 'plain';
}
