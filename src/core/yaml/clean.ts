import type { TextEdit } from '../text.ts';

/**
 * Deletes the characters that the framework deletes before (or, where libyaml refuses them, before a second try at) reading:
 * everything outside tab, LF, CR, U+0020–7E, U+0085, U+00A0–D7FF, U+E000–FFFD and above U+FFFF.
 */
export function cleaned(text: string): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 32 && c < 127) continue;
    if (c === 10 || c === 9 || c === 13 || c === 0x85 || (c >= 0xa0 && c < 0xd800) || (c >= 0xe000 && c < 0xfffe)) continue;
    // Two surrogates in their order are one character above U+FFFF.
    if (c >= 0xd800 && c < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) i++;
    else edits.push({ span: { start: i, end: i + 1 }, text: '' });
  }
  return edits;
}
