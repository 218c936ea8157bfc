/**
 * UTF-8 as the framework reads it: bytes that are none are dropped. `lossless` is false where that happened, and
 * `byteAt` gives for every offset in the text the byte it stands at, so that an edit can leave those bytes alone.
 */
export interface Decoded {
  readonly text: string;
  readonly lossless: boolean;
  byteAt(offset: number): number;
}

export function decode(bytes: Uint8Array): Decoded {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, lossless: true, byteAt: (offset) => Buffer.byteLength(text.slice(0, offset)) };
  } catch {
    return decodeLossy(bytes);
  }
}

function decodeLossy(bytes: Uint8Array): Decoded {
  const positions: number[] = [];
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes, i);
    if (length === 0) {
      i++;
      continue;
    }
    const char = Buffer.from(bytes.buffer, bytes.byteOffset + i, length).toString('utf8');
    for (let unit = 0; unit < char.length; unit++) positions.push(i);
    text += char;
    i += length;
  }
  positions.push(bytes.length);
  return { text, lossless: false, byteAt: (offset) => positions[offset] ?? bytes.length };
}

/** Bytes of the well-formed sequence that starts at `i`; 0 where there is none (Unicode, table 3-7). */
function sequenceLength(bytes: Uint8Array, i: number): number {
  const first = bytes[i]!;
  if (first < 0x80) return 1;
  const length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  if (length === 0 || i + length > bytes.length) return 0;
  const second = bytes[i + 1]!;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let k = 2; k < length; k++) if ((bytes[i + k]! & 0xc0) !== 0x80) return 0;
  return length;
}
