import type { Channels } from '../catalogue/rewriting.ts';
import { Refused } from '../net/refused.ts';
import { PyDict, type PyValue } from '../python.ts';
import { literalEval } from '../yaml/literal.ts';
import type { Header } from './state.ts';

/** Variables of the parser that change from row to row and that a string argument can name. */
export interface RowLocals {
  readonly index: number;
  readonly from: PyValue;
  readonly rawRepeats: PyValue;
  /** Channels noted so far. */
  readonly channels: readonly (Channels | undefined)[];
  readonly args: readonly PyValue[];
  readonly legacy: boolean;
  readonly c1: PyValue | undefined;
  readonly c2: PyValue;
  /** The previous row's scaled repeats. */
  readonly previousRepeats: PyValue | undefined;
}

/**
 * What a string argument becomes: the value of the parser's variable of that name, else a Python literal, else the text
 * itself. Text that is no Python expression at all ends the build.
 */
export function resolveText(text: string, position: number, header: Header, locals: RowLocals): PyValue {
  const variable = lookUp(text, position, header, locals);
  if (variable !== undefined) return variable;
  const literal = literalEval(text);
  if (literal.ok) return literal.value;
  if (literal.error === 'SyntaxError') throw new Refused('SyntaxError', literal.message, 'args', position);
  return text;
}

/** Objects that a YAML can name but do nothing with: a dictionary, a module, a list of layers. */
const opaque = new PyDict(new Map());

function lookUp(name: string, position: number, header: Header, locals: RowLocals): PyValue | undefined {
  const { rules } = header;
  switch (name) {
    case 'nc':
      return header.nc;
    case 'act':
      return header.act;
    case 'scales':
      return header.scales;
    case 'scale':
      return header.scale;
    case 'depth':
      return header.depth;
    case 'width':
      return header.width;
    case 'max_channels':
      return header.maxChannels;
    case 'kpt_shape':
      return header.kptShape;
    case 'reg_max':
      return rules.has('heads-take-reg-max') ? header.regMax : undefined;
    case 'end2end':
      return rules.has('heads-take-reg-max') ? header.end2end : undefined;
    case 'ch':
      return locals.channels.map((c) => c ?? null);
    case 'c1':
      return locals.c1;
    case 'c2':
      return locals.c2;
    case 'i':
      return locals.index;
    case 'j':
      return position;
    case 'a':
      return name;
    case 'f':
      return locals.from;
    case 'n':
      return locals.rawRepeats;
    case 'n_':
      return locals.previousRepeats;
    case 'args':
      return locals.args;
    case 'legacy':
      return locals.legacy;
    case 'verbose':
      return true;
    case 'layers':
    case 'save':
      return [];
    case 'd':
    case 'ast':
    case 'm':
      return opaque;
    case 'm_':
    case 't':
      return locals.index > 0 ? opaque : undefined;
    case 'base_modules':
    case 'repeat_modules':
      return rules.has('heads-take-reg-max') ? opaque : undefined;
    case 'restricted':
      return rules.has('module-prefixes') ? false : undefined;
    case 'default_act':
      return rules.has('activation-restored') ? opaque : undefined;
    default:
      return undefined;
  }
}
