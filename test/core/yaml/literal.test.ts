import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { PyDict, PyFloat, type PyValue } from '../../../src/core/python.ts';
import { literalEval } from '../../../src/core/yaml/literal.ts';
import { needs } from '../../support/skip.ts';

describe('literal_eval', () => {
  const values: readonly [string, PyValue][] = [
    ['64', 64],
    ['  64', 64],
    ['\t-1', -1],
    ['+1', 1],
    ['0o400', 256],
    ['0x1F', 31],
    ['1_000', 1000],
    ['00', 0],
    ['None', null],
    ['True', true],
    ['(False)', false],
    ['\'a\' "b"', 'ab'],
    ["'\\x41\\n'", 'A\n'],
    ["r'\\n'", '\\n'],
    ['[1, (2, [3])]', [1, [2, [3]]]],
    ['1, 2', [1, 2]],
    ['()', []],
    ['64 # c', 64],
  ];
  for (const [text, value] of values) it(`reads ${JSON.stringify(text)}`, () => assert.deepEqual(literalEval(text), { ok: true, value }));

  it('keeps floats and dictionaries apart', () => {
    assert.deepEqual(literalEval('1e-4'), { ok: true, value: new PyFloat(1e-4) });
    assert.deepEqual(literalEval("{'a': 1.0}"), { ok: true, value: new PyDict(new Map([['a', new PyFloat(1)]])) });
  });

  for (const text of [
    'nearest',
    'nn.ReLU()',
    '128*2',
    'a[0]',
    '--1',
    '-True',
    'x if y else z',
    '[i for i in x]',
    'lambda x, *y: 0',
    "f'{a}'",
    '1 < 2',
    '1 + 2',
  ]) {
    it(`leaves ${JSON.stringify(text)} as text`, () => {
      const result = literalEval(text);
      assert.ok(!result.ok && result.error === 'ValueError', JSON.stringify(result));
      assert.match(result.message, /^malformed node or string on line 1/);
    });
  }

  const refused: readonly [string, string][] = [
    ['', 'invalid syntax (<unknown>, line 0)'],
    ['256 3', 'invalid syntax (<unknown>, line 1)'],
    ['256，3', "invalid character '，' (U+FF0C) (<unknown>, line 1)"],
    ['\u00a03', 'invalid non-printable character U+00A0 (<unknown>, line 1)'],
    ['(1 2)', 'invalid syntax. Perhaps you forgot a comma? (<unknown>, line 1)'],
    ['012', 'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers (<unknown>, line 1)'],
    ['[1', "'[' was never closed (<unknown>, line 1)"],
    ['1]', "unmatched ']' (<unknown>, line 1)"],
    ["'a", 'unterminated string literal (detected at line 1) (<unknown>, line 1)'],
    ['yolo11n.pt/3x', 'invalid decimal literal (<unknown>, line 1)'],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.deepEqual(literalEval(text), { ok: false, error: 'SyntaxError', message }));
  }

  it('agrees with Python on mixtures of all that', function () {
    this.timeout(120_000);
    const python = spawnSync('python3', ['-c', judge], { input: JSON.stringify(mixtures(3000)), encoding: 'utf8' });
    needs(this, 'python3', python.status === 0);
    const verdicts: readonly [string, string][] = JSON.parse(python.stdout);
    const ours = verdicts.map(([text]) => [text, kind(text)]);
    assert.deepEqual(ours, verdicts);
  });
});

const judge = `
import ast, json, sys, warnings
warnings.simplefilter('ignore')
def kind(text):
    try: ast.literal_eval(text); return 'value'
    except ValueError: return 'ValueError'
    except (SyntaxError, TypeError): return 'SyntaxError'
json.dump([[text, kind(text)] for text in json.load(sys.stdin)], sys.stdout)`;

function kind(text: string): string {
  const result = literalEval(text);
  return result.ok ? 'value' : result.error;
}

/** Random strings out of pieces that Python's grammar cares about; the same ones each time. */
function mixtures(count: number): readonly string[] {
  const pieces = [
    'a',
    'nn.',
    '1',
    '0',
    '.5',
    ',',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ':',
    '-',
    '+',
    '*',
    '**',
    '=',
    '<',
    ' ',
    ' ',
    "'b'",
    '"',
    'not ',
    ' in ',
    ' if ',
    ' else ',
    'None',
    '\u00a0',
    '，',
  ];
  let seed = 1;
  const random = (limit: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * limit);
  };
  return Array.from({ length: count }, () => Array.from({ length: 1 + random(7) }, () => pieces[random(pieces.length)]).join(''));
}
