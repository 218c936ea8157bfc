/** Arguments that many blocks share, so that they read alike everywhere. */
import { Refused } from '../../net/refused.ts';
import { PyFloat } from '../../python.ts';
import { bool, divided, int, number, strictInt } from '../arguments.ts';

export const inputChannels = int('c1', 'input channels; the parser puts them in');
const scaledOutput = 'output channels, scaled by the width and rounded up to a multiple of 8';
export const outputChannels = strictInt('c2', scaledOutput);
/** Of blocks that give each half of them to a convolution. */
export const halvedChannels = divided('c2', scaledOutput);
export const repeats = int('n', 'how many inner blocks; the parser puts the scaled repeats in', 1);
/** Of blocks that join what each inner block gives: their last convolution has n times as many input channels. */
export const joinedRepeats: typeof repeats = {
  ...repeats,
  read(value) {
    if (!(value instanceof PyFloat)) return repeats.read(value);
    const text = `empty(): argument 'size' failed to unpack the object at pos 2 with error "type must be tuple of ints,but got float"`;
    throw new Refused('TypeError', text);
  },
};
export const shortcutArgument = (fallback: boolean) => bool('shortcut', 'add the input to the output of each bottleneck', fallback);
export const groupsArgument = strictInt('g', 'groups of the second convolution of each bottleneck', 1);
export const expansion = number('e', 'share of c2 that the hidden part has', 0.5);
