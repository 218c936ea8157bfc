import type { Analysis } from '../../model.ts';
import { activationNames } from '../../resolve/activation.ts';
import type { Span } from '../../text.ts';
import { type ReleaseRules, rulesFor } from '../../upstream/releases.ts';
import { describeKey } from '../hoverKeys.ts';
import { type CompletionItem, choice, stop, stops } from './item.ts';

interface Key {
  readonly name: string;
  /** What follows the colon, as a snippet. */
  readonly value: string;
  readonly read?: (rules: ReleaseRules) => boolean;
}

const activations = activationNames.map((name) => `nn.${name}()`);

const readByHeads = (rules: ReleaseRules) => rules.has('heads-take-reg-max');

const keys: readonly Key[] = [
  { name: 'nc', value: ` ${stop(1, '80')}` },
  { name: 'scales', value: `\n  ${stop(1, 'n')}: ${stops(['0.50', '0.25', '1024'], 2)}` },
  { name: 'backbone', value: `\n  - [-1, 1, ${stop(1, 'Conv')}, [${stop(2, '64')}, 3, 2]]` },
  { name: 'head', value: `\n  - [${stop(1, '-1')}, 1, ${stop(2, 'Detect')}, [nc]]` },
  { name: 'activation', value: ` ${choice(1, activations)}` },
  { name: 'end2end', value: ` ${choice(1, ['True', 'False'])}`, read: readByHeads },
  { name: 'reg_max', value: ` ${stop(1, '16')}`, read: readByHeads },
  { name: 'kpt_shape', value: ` ${stops(['17', '3'], 1)}` },
  { name: 'depth_multiple', value: ` ${stop(1, '1.0')}` },
  { name: 'width_multiple', value: ` ${stop(1, '1.0')}` },
  { name: 'ch', value: ` ${stop(1, '3')}`, read: (rules) => !rules.has('caller-channels-win') },
];

/** The keys that the release reads and the file lacks. */
export function completeKeys(analysis: Analysis, word: Span): CompletionItem[] {
  const rules = rulesFor(analysis.upstream);
  const lacking = keys.filter(({ name, read }) => analysis.document.entry(name) === undefined && (read?.(rules) ?? true));
  return lacking.map(({ name, value }) => ({
    label: name,
    kind: 'key',
    detail: '',
    documentation: describeKey(analysis, name) ?? '',
    insert: `${name}:${value}`,
    isSnippet: true,
    span: word,
  }));
}

/** Words that may stand behind a key. */
export function completeValue(key: string, word: Span): CompletionItem[] {
  const values = key === 'activation' ? activations : key === 'end2end' ? ['True', 'False'] : [];
  return values.map((value) => ({
    label: value,
    kind: 'value',
    detail: '',
    documentation: '',
    insert: value,
    isSnippet: false,
    span: word,
  }));
}
