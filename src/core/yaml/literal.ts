import { PyDict, type PyValue } from '../python.ts';
import { type Expression, parseExpression } from './python-expression.ts';
import { PythonSyntaxFailure } from './python-tokens.ts';

/** What `ast.literal_eval` gives for a string, or the kind of exception that it raises. */
export type Literal =
  | { readonly ok: true; readonly value: PyValue }
  | { readonly ok: false; readonly error: 'ValueError' | 'SyntaxError'; readonly message: string };

/**
 * Python's `ast.literal_eval` on a string. A `ValueError` means a valid expression that is no literal (`nn.ReLU()`, `128*2`): the framework
 * then keeps the text. A `SyntaxError` means no expression at all (`256 3`): it ends the build.
 */
export function literalEval(text: string): Literal {
  // Most texts are names: of modules, modes, variables.
  if (
    /^[A-Za-z_]\w{5,}$/.test(text) &&
    !/^(?:assert|async|await|break|class|continue|except|finally|global|import|lambda|nonlocal|return)$/.test(text)
  ) {
    return malformed('Name');
  }
  try {
    return convert(parseExpression(text.replace(/^[ \t]+/, '')));
  } catch (failure) {
    if (failure instanceof PythonSyntaxFailure) return { ok: false, error: 'SyntaxError', message: failure.message };
    if (failure instanceof NoLiteral) return malformed(failure.node);
    throw failure;
  }
}

/** The value of an expression that is a literal. */
export function constantOf(expression: Expression): PyValue | undefined {
  try {
    return evaluate(expression);
  } catch (failure) {
    if (failure instanceof NoLiteral || failure instanceof PythonSyntaxFailure) return undefined;
    throw failure;
  }
}

class NoLiteral {
  constructor(readonly node: string) {}
}

function malformed(node: string): Literal {
  return { ok: false, error: 'ValueError', message: `malformed node or string on line 1: <ast.${node} object>` };
}

function convert(expression: Expression): Literal {
  return { ok: true, value: evaluate(expression) };
}

function evaluate(expression: Expression): PyValue {
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'Tuple':
    case 'List':
      return expression.items.map(evaluate);
    case 'Set': {
      const values = expression.items.map(evaluate);
      for (const value of values) hashable(value);
      return values;
    }
    case 'Dict': {
      const entries = new Map<PyValue, PyValue>();
      for (const { key, value } of expression.entries) {
        // `**other`
        if (!key) throw new NoLiteral('Name');
        entries.set(hashable(evaluate(key)), evaluate(value));
      }
      return new PyDict(entries);
    }
    case 'sign':
      return signed(expression.sign, expression.operand);
    default:
      throw new NoLiteral(expression.kind);
  }
}

/** One sign before a number is part of the literal; a second one is not. */
function signed(sign: '+' | '-', operand: Expression): PyValue {
  if (operand.kind !== 'constant' || operand.number === undefined) throw new NoLiteral('UnaryOp');
  return sign === '-' ? operand.number.negated : operand.value;
}

/** Python raises a TypeError here, which, unlike a ValueError, ends the build as a SyntaxError does. */
function hashable(value: PyValue): PyValue {
  if (Array.isArray(value)) throw new PythonSyntaxFailure("unhashable type: 'list'");
  if (value instanceof PyDict) throw new PythonSyntaxFailure("unhashable type: 'dict'");
  return value;
}
