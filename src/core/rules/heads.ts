import type { ParsedRow } from '../resolve/state.ts';

const others: ReadonlySet<string> = new Set(['RTDETRDecoder', 'Classify', 'SemanticSegment', 'Depth']);

/** The row gives what the framework takes for the result of a model: predictions, not a feature map. */
export function givesPredictions({ definition }: ParsedRow): boolean {
  return definition !== undefined && (definition.isHead || others.has(definition.name));
}
