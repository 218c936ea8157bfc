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

/** Which names are links: those that only the workspace defines, or all. */
export type LinkedNames = 'own' | 'all';

/**
 * The names of modules that lead somewhere: to a class of the workspace, or to a page. Editors underline links, so it is the names
 * that only the workspace defines unless all are wanted. The user's own descriptions have a definition instead.
 */
export function documentLinks({ rows, modules, options }: Analysis, names: LinkedNames): DocumentLink[] {
  return rows.flatMap(({ syntax, module }) => {
    const node = syntax.module;
    if (node?.kind !== 'scalar' || module === '' || node.aliasOf !== undefined || modules?.find(module) !== undefined) return [];
    if (names === 'own' && options.classes?.[module] === undefined) return [];
    const page = documentation(module);
    return [{ span: node.span, module, ...(page !== undefined && { page }) }];
  });
}

/** The page about a module of the catalogue or of PyTorch. */
export function documentation(module: string): string | undefined {
  return module.startsWith('nn.') && !torchNames.has(module.slice(3)) ? undefined : pageOf(module);
}
