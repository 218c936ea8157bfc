// `activation:` is a Python expression: what makes a module of PyTorch is read with the catalogue's own definitions, what does not is refused.
import assert from 'node:assert/strict';
import { analyze } from '../../src/core/index.ts';

const file = (activation: string, rows = '') => `nc: 3
activation: ${activation}
backbone:
  - [-1, 1, Conv, [16, 3, 2]]
  - [-1, 1, Conv, [16, 3, 2]]
${rows}head:
  - [[1], 1, Detect, [nc]]
`;

function told(activation: string): string {
  const { problems, totals } = analyze(file(activation), { upstream: '8.4.190' });
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    return errors.map(({ row, message }) => `${row ?? '–'} ${/\(Ultralytics: (\w+)/.exec(message)?.[1] ?? message}`).join();
  return totals.complete ? `${totals.params}, ${totals.layers} layers` : 'not known';
}

describe('activation', () => {
  const usual = told('null');
  for (const same of [
    'nn.ReLU()',
    'torch.nn.LeakyReLU(0.1)',
    'nn.LeakyReLU(negative_slope=0.2, inplace=True)',
    "nn.GELU(approximate='tanh')",
    'nn.Hardtanh(0, 1)',
    'nn.Threshold(0.1, 20)',
    'nn.Softplus(beta=2, threshold=10)',
    'nn.Softmax(dim=1)',
    'nn.Dropout(0.5)',
    'nn.Identity()',
    'torch.nn.modules.activation.ReLU()',
    '"  nn.Mish()"',
  ])
    it(`${same} is one module for the whole model`, () => assert.equal(told(same), usual));

  it('a learnt slope is counted once', () => {
    const [params, layers] = [Number.parseInt(usual, 10), usual.split(', ')[1]];
    assert.equal(told('nn.PReLU()'), `${params + 1}, ${layers}`);
    assert.equal(told('nn.PReLU(1)'), `${params + 1}, ${layers}`);
  });
  it('a function is no module', () =>
    assert.equal(
      told('torch.relu'),
      usual.replace(/(\d+) layers/, (_, n) => `${Number(n) - 1} layers`),
    ));

  for (const [expression, outcome] of [
    ['nn.Relu()', '– AttributeError'],
    ['torch.ReLU()', '– AttributeError'],
    ['ReLU()', '– NameError'],
    ['relu', '– NameError'],
    ['nn.ReLU(', '– SyntaxError'],
    ['nn..ReLU()', '– SyntaxError'],
    ['x y', '– SyntaxError'],
    ['nn.ReLU(1, 2)', '– TypeError'],
    ['nn.ReLU(inplac=True)', '– TypeError'],
    ['nn.LeakyReLU(0.1, negative_slope=0.1)', '– TypeError'],
    ['nn.Sigmoid(True)', '– TypeError'],
    ['nn.ReLU()()', '– TypeError'],
    ['nn()', '– TypeError'],
    ['nn.Hardtanh(1, 0)', '– AssertionError'],
    ['nn.Dropout(2)', '– ValueError'],
    ['Conv()', '– TypeError'],
    ['3', '– TypeError'],
    ['nn.LeakyReLU("x")', '0 TypeError'],
    ['nn.GELU("foo")', '0 RuntimeError'],
    ['"3"', '0 TypeError'],
    ['torch.nn', '0 TypeError'],
    ['nn.functional.relu', '0 RuntimeError'],
    ['nn.Sigmoid', '0 TypeError'],
    ['nn.Hardtanh', '0 RuntimeError'],
    ['nn.PReLU(8)', '0 RuntimeError'],
    ['nn.ReLU', '1 TypeError'],
    ['nn.LSTM(1, 2)', 'not known'],
  ] as const)
    it(`${expression}: ${outcome}`, () => assert.equal(told(expression), outcome));

  it('what is no module cannot take the place of one in SPPF', () => {
    const text = file('nn.ReLU', '  - [-1, 1, SPPF, [16]]\n');
    const refused = analyze(text, { upstream: '8.4.190' }).problems.filter(({ severity }) => severity === 'error');
    assert.deepEqual(
      refused.map(({ row }) => row),
      [2],
    );
  });
});
