import { t } from '../l10n.ts';
import type { Refused } from '../net/refused.ts';
import type { Fix } from '../problem.ts';
import { torchNames } from '../resolve/known-names.ts';
import type { RuleContext } from './context.ts';
import { defineRule, type FoundProblem } from './define.ts';
import { keySpan, replace } from './place.ts';
import { quoting } from './words.ts';

/** `activation` makes a module. */
export const activation = defineRule({
  id: 'activation',
  severity: 'error',
  summary: '`activation` is a Python expression that makes a module, such as `nn.ReLU()`.',
  docs: `The framework evaluates it before the first row, with \`nn\` and \`torch\` at hand, and uses the result in place of SiLU in every Conv.
Without \`nn.\` the name is unknown; without brackets it is the class itself, which fails when the model first runs.`,
  bad: `
activation: ReLU()
#           ^^^^^^ activation must make a module of PyTorch, such as nn.ReLU() (Ultralytics: NameError: name 'ReLU' is not defined)
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
`,
  good: `
activation: nn.ReLU()
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
`,
  *check(context) {
    const [failure] = context.failures('activation');
    if (failure !== undefined) yield problem(context, failure.error, t`activation must make a module of PyTorch, such as nn.ReLU()`);
    // One cause for all rows; constructors refuse before anything runs.
    const refusals = context.refusals('activation');
    const first = refusals.find(({ error }) => error.text.startsWith('cannot assign')) ?? refusals[0];
    if (first === undefined) return;
    const name = String(context.document.value('activation'));
    const said = context.header.activationIsClass
      ? t`activation names the class ${name}; brackets make a module of it`
      : t`the activation ${name} does not run here`;
    yield { ...problem(context, first.error, said), row: first.row.index };
  },
});

function problem({ document }: RuleContext, error: Refused, said: string): FoundProblem {
  const value = document.value('activation');
  const span = document.entry('activation')?.value.span ?? keySpan(document, 'activation');
  return { span, message: quoting(said, error), fixes: typeof value === 'string' ? mended(value, span) : [] };
}

/** The class of PyTorch that is meant, called. */
function mended(value: string, span: { readonly start: number; readonly end: number }): Fix[] {
  const [, name = '', call = '()'] = /^\s*(?:(?:torch\.)?nn\.)?(\w+)\s*(\(.*\))?\s*$/.exec(value) ?? [];
  const found = [...torchNames].find((torch) => torch.toLowerCase() === name.toLowerCase());
  return found === undefined ? [] : [replace(t`Write ${`nn.${found}${call}`}`, span, `nn.${found}${call}`)];
}
