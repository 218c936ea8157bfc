import { PyFloat, type PyValue } from '../python.ts';
export type Literal = { readonly ok: true; readonly value: PyValue } | { readonly ok: false; readonly error: 'ValueError' | 'SyntaxError'; readonly message: string };
/** `ast.literal_eval(text)`. */
export function literalEval(text: string): Literal {
  const s = text.trim();
  if (s === 'None') return { ok: true, value: null };
  if (s === 'True' || s === 'False') return { ok: true, value: s === 'True' };
  if (/^[+-]?(0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|[1-9][\d_]*|0+)$/.test(s)) return { ok: true, value: Number(s.replace(/_/g, '')) };
  if (/^[+-]?(\d[\d_]*\.?[\d_]*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?)$/.test(s) && !/^0\d/.test(s)) return { ok: true, value: new PyFloat(Number(s.replace(/_/g, ''))) };
  if (/^[A-Za-z_][\w.]*(\(.*\))?$/.test(s)) return { ok: false, error: 'ValueError', message: `malformed node or string on line 1: ${s}` };
  if (/^\d+\s*[*+/-]\s*\d+$/.test(s)) return { ok: false, error: 'ValueError', message: `malformed node or string on line 1: ${s}` };
  return { ok: false, error: 'SyntaxError', message: 'invalid syntax (<unknown>, line 1)' };
}
