/** Arguments that many blocks share, so that they read alike everywhere. */
import { bool, int, number, strictInt } from '../arguments.ts';

export const inputChannels = int('c1', 'input channels; the parser puts them in');
export const outputChannels = strictInt('c2', 'output channels, scaled by the width and rounded up to a multiple of 8');
export const repeats = int('n', 'how many inner blocks; the parser puts the scaled repeats in', 1);
export const shortcutArgument = (fallback: boolean) => bool('shortcut', 'add the input to the output of each bottleneck', fallback);
export const groupsArgument = strictInt('g', 'groups of the second convolution of each bottleneck', 1);
export const expansion = number('e', 'share of c2 that the hidden part has', 0.5);
