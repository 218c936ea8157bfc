/** Character classes of YAML 1.1 over UTF-16 code units; 0 stands for the end of the text. */

/** Ends a line: LF, CR, NEL, LS, PS. */
export function isBreak(c: number): boolean {
  return c === 10 || c === 13 || (c >= 0x85 && (c === 0x85 || c === 0x2028 || c === 0x2029));
}

export function isBreakOrEnd(c: number): boolean {
  return c === 0 || isBreak(c);
}

/** Space, tab, line end or end of text. */
export function isBlankOrEnd(c: number): boolean {
  return c === 32 || c === 10 || c === 13 || c === 9 || c === 0 || (c >= 0x85 && isBreak(c));
}

/** What names of anchors, handles and directives consist of. */
export function isNameCharacter(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 45 || c === 95;
}

export function isHexDigit(c: number): boolean {
  return (c >= 48 && c <= 57) || (c >= 97 && c <= 102) || (c >= 65 && c <= 70);
}

/** `,` `[` `]` `{` `}` */
export function isFlowIndicator(c: number): boolean {
  return c === 44 || c === 91 || c === 93 || c === 123 || c === 125;
}

/** A character as Python's `repr` shows it in messages. */
export function reprCharacter(text: string, at: number): string {
  const code = text.codePointAt(at);
  if (code === undefined) return "'\\x00'";
  if (code === 9) return "'\\t'";
  if (code === 10) return "'\\n'";
  if (code === 39) return `"'"`;
  if (code === 92) return "'\\\\'";
  if (code < 32 || (code >= 0x7f && code <= 0xa0)) return `'\\x${code.toString(16).padStart(2, '0')}'`;
  return `'${String.fromCodePoint(code)}'`;
}
