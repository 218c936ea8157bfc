/** Dropouts of `torch.nn`: nothing in evaluation. */
import { identity } from '../../net/layers.ts';
import { Refused } from '../../net/refused.ts';
import { PyFloat, type PyValue } from '../../python.ts';
import { any, bool, showPython } from '../arguments.ts';
import { defineModule, type ModuleDefinition } from '../define.ts';
import { pythonNumber } from '../torch-arguments.ts';

export const torchDropouts: readonly ModuleDefinition[] = [
  dropoutRow('Dropout', 'activations'),
  dropoutRow('Dropout1d', 'channels of a sequence', [8, 20]),
  dropoutRow('Dropout2d', 'channels'),
  dropoutRow('Dropout3d', 'channels'),
  dropoutRow('AlphaDropout', 'activations, and keeps mean and variance'),
  dropoutRow('FeatureAlphaDropout', 'channels, and keeps mean and variance'),
];

function dropoutRow(name: string, what: string, input: readonly number[] = [8, 20, 20]): ModuleDefinition {
  return defineModule({
    name: `nn.${name}`,
    summary: `Drops ${what} while training; nothing in evaluation.`,
    docs: 'A layer of PyTorch; its arguments are not scaled and the parser puts nothing in.',
    composition: 'x in evaluation',
    args: [any('p', 'probability', new PyFloat(0.5)), bool('inplace', 'change the input', false)],
    parser: { family: 'verbatim' },
    build: (net, x, { p }) => {
      checkShare(p);
      if (Number.isNaN(pythonNumber(p)))
        throw new Refused('RuntimeError', 'dropout probability has to be between 0 and 1, but got nan', 'args', 0);
      if (name === 'Dropout1d' && x.shape.length > 2) {
        const text = `dropout1d: Expected 2D or 3D input, but received a ${x.shape.length + 1}D input.`;
        throw new Refused('RuntimeError', text, 'from', undefined, 'channel-mismatch');
      }
      return identity('', `nn.${name}`)(net, x);
    },
    examples: [{ input, args: [], output: input, params: 0 }],
  });
}

function checkShare(p: PyValue): void {
  const share = pythonNumber(p);
  if (share < 0 || share > 1) {
    throw new Refused('ValueError', `dropout probability has to be between 0 and 1, but got ${showPython(p)}`, 'args', 0, undefined, true);
  }
}
