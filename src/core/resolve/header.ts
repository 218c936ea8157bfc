import { pythonType, showPython, truth } from '../catalogue/arguments.ts';
import { defaultActivation } from '../catalogue/modules/conv.ts';
import type { ModelDocument } from '../document.ts';
import { t } from '../l10n.ts';
import type { AnalyzeOptions } from '../model.ts';
import { Refused } from '../net/refused.ts';
import { PyDict, PyFloat, type PyValue } from '../python.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import { readActivation } from './activation.ts';
import { dynamicMeaning } from './meaning.ts';
import { lookUpModule } from './names.ts';
import { numeric, samePython } from './numbers.ts';
import { scaleFromName } from './scale.ts';
import type { Header } from './state.ts';
import { guessTask } from './task.ts';

export interface HeaderResult {
  readonly header: Header;
  /** What stops the parser before the first row, with the key to blame. */
  readonly failures: readonly { readonly error: Refused; readonly key: string }[];
  readonly notes: readonly string[];
}

/** Reads everything but the rows: numbers of classes and channels, the scale and its factors, defaults of the heads. */
export function readHeader(document: ModelDocument, options: AnalyzeOptions, rules: ReleaseRules): HeaderResult {
  const failures: { error: Refused; key: string }[] = [];
  const notes: string[] = [];
  const get = (key: string, fallback: PyValue): PyValue => {
    const value = document.value(key) ?? (document.entry(key) === undefined ? fallback : null);
    // Python's word for nothing is no word of YAML, but people write it.
    return value === 'None' && rules.has('libyaml') ? null : value;
  };
  const scales = get('scales', null);
  const asked = options.scale ?? (options.fileName === undefined ? '' : scaleFromName(options.fileName, rules));
  const foreign = document.rows.some(({ module }) => isForeign(module?.value, rules));
  const chosen = chooseScale(scales, asked, rules, foreign);
  if (chosen.error) failures.push({ error: chosen.error, key: 'scales' });
  if (chosen.assumed !== undefined) {
    const letter = typeof chosen.assumed === 'string' ? chosen.assumed : showPython(chosen.assumed);
    notes.push(t`no model scale passed. Assuming scale='${letter}'.`);
  }
  const act = get('activation', null);
  const activation = readActivation(truth(act) ? act : null, rules);
  if ('error' in activation) failures.push({ error: activation.error, key: 'activation' });
  const [depth, width, maxChannels] = chosen.factors ?? [
    get('depth_multiple', new PyFloat(1)),
    get('width_multiple', new PyFloat(1)),
    new PyFloat(Number.POSITIVE_INFINITY),
  ];
  const header: Header = {
    rules,
    dynamicConv: dynamicMeaning(document, options),
    // A caller's number that is equal leaves the file's as it is, whatever its kind.
    nc: options.nc && !samePython(get('nc', null), options.nc) ? options.nc : get('nc', null),
    ch: inputChannels(document, options, rules, foreign),
    modules: options.modules,
    scale: chosen.scale,
    assumedScale: chosen.assumed,
    scales,
    depth,
    width,
    maxChannels,
    foreign,
    threshold: chosen.threshold,
    key: (name) => (foreign && name !== '' ? document.value(name) : undefined),
    textShape: [options.nc || 80, 512],
    kptShape: get('kpt_shape', new PyFloat(1)),
    regMax: get('reg_max', 16),
    end2end: get('end2end', null),
    act,
    activation: 'error' in activation ? defaultActivation : activation.layer,
    activationKey: 'error' in activation ? '' : activation.key,
    activationIsClass: 'isClass' in activation,
    activationNoModule: 'notModule' in activation ? activation.notModule : undefined,
    conventions: options.conventions ?? {},
  };
  return { header, failures, notes };
}

interface ChosenScale {
  readonly scale: PyValue | undefined;
  readonly factors?: readonly [PyValue, PyValue, PyValue];
  readonly threshold?: PyValue;
  readonly assumed?: PyValue;
  readonly error?: Refused;
}

/** Whichever it is, the framework does not have it. */
const anyMeaning = { value: 'bn-act', source: 'default' } as const;

/** A name that the release's parser does not know. */
function isForeign(module: PyValue | undefined, rules: ReleaseRules): boolean {
  if (typeof module !== 'string') return false;
  const found = lookUpModule(module, { rules, dynamicConv: anyMeaning, modules: undefined });
  return found.kind === 'refused' || (found.kind === 'defined' && !found.registered);
}

/** The framework's choice: the letter asked for, else the first key; three factors belong to it. */
function chooseScale(scales: PyValue, asked: string, rules: ReleaseRules, foreign: boolean): ChosenScale {
  if (!truth(scales)) return { scale: rules.has('scale-without-scales') ? asked : undefined };
  if (!(scales instanceof PyDict)) {
    const type = pythonType(scales);
    const text =
      Array.isArray(scales) || typeof scales === 'string'
        ? type === 'str'
          ? "string indices must be integers, not 'str'"
          : 'list indices must be integers or slices, not str'
        : `'${type}' object is not subscriptable`;
    const error =
      asked === ''
        ? new Refused('AttributeError', `'${type}' object has no attribute 'keys'`, 'row', undefined, 'scales')
        : new Refused('TypeError', text, 'row', undefined, 'scales');
    return { scale: asked, error };
  }
  const first = [...scales.entries.keys()][0] ?? null;
  const key: PyValue = asked === '' ? first : asked;
  const assumed = asked === '' ? { assumed: first } : {};
  const found = scales.entries.get(key);
  const value = typeof found === 'string' ? [...found] : found instanceof PyDict ? [...found.entries.keys()] : found;
  if (value === undefined) return { scale: key, ...assumed, error: new Refused('KeyError', showPython(key), 'row', undefined, 'scales') };
  if (!Array.isArray(value)) {
    return {
      scale: key,
      ...assumed,
      error: new Refused('TypeError', `cannot unpack non-iterable ${pythonType(value)} object`, 'row', undefined, 'scales'),
    };
  }
  const [depth, width, max, threshold] = value as readonly PyValue[];
  const fits = value.length === 3 || (foreign && value.length === 4);
  if (!fits || depth === undefined || width === undefined || max === undefined) {
    const text =
      value.length < 3 ? `not enough values to unpack (expected 3, got ${value.length})` : 'too many values to unpack (expected 3)';
    return { scale: key, ...assumed, error: new Refused('ValueError', text, 'row', undefined, 'scales') };
  }
  return { scale: key, factors: [depth, width, max], ...(threshold !== undefined && { threshold }), ...assumed };
}

/**
 * The caller's channels; in older releases the file's `ch` wins over them. Forks were made of such releases, so in a file that needs
 * one it counts where the caller says nothing.
 */
function inputChannels(document: ModelDocument, options: AnalyzeOptions, rules: ReleaseRules, foreign: boolean): number {
  const written = numeric(document.value('ch') ?? null);
  if (!rules.has('caller-channels-win')) return document.value('ch') === undefined ? (options.ch ?? 3) : (written ?? Number.NaN);
  // Classifiers are built for the file's `channels`, whoever asks for others.
  const last = document.rows.findLast(({ section }) => section === 'head')?.module?.value;
  const channels = document.value('channels');
  if (channels !== undefined && guessTask(typeof last === 'string' ? last : undefined, options.fileName ?? '', rules) === 'classify')
    return numeric(channels) ?? Number.NaN;
  return options.ch ?? (foreign && written !== undefined && Number.isInteger(written) && written >= 1 ? written : 3);
}
