import { pageOf } from '../catalogue/pages.ts';
import type { Analysis } from '../model.ts';
import { torchNames } from '../resolve/known-names.ts';
import type { Span } from '../text.ts';

/** A module's name in a row. */
export interface DocumentLink {
  readonly span: Span;
  readonly module: string;
  /** The page about it, where one is known. */
  readonly page?: string;
}

/** The names of modules that can lead somewhere: to a page, or to a class of the workspace. The user's own descriptions have a definition instead. */
export function documentLinks({ rows, modules }: Analysis): DocumentLink[] {
  return rows.flatMap(({ syntax, module }) => {
    const node = syntax.module;
    if (node?.kind !== 'scalar' || module === '' || node.aliasOf !== undefined || modules?.find(module) !== undefined) return [];
    const page = documentation(module);
    return [{ span: node.span, module, ...(page !== undefined && { page }) }];
  });
}

/** The page about a module of the catalogue or of PyTorch. */
export function documentation(module: string): string | undefined {
  return module.startsWith('nn.') && !torchNames.has(module.slice(3)) ? undefined : pageOf(module);
}
