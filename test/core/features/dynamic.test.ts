import assert from 'node:assert/strict';
import { type AnalyzeOptions, analyze, hover, planSwap, readDynamicClass } from '../../../src/core/index.ts';

const model = (comment = '', row = '[-1, 1, DynamicConv, [64, 3, 2]]') =>
  `${comment}nc: 3\nscales:\n  n: [0.5, 0.25, 1024]\nbackbone:\n  - [-1, 1, Conv, [64, 3, 2]]\n  - ${row}\nhead:\n  - [[1], 1, Detect, [nc]]\n`;

const params = (text: string, options: AnalyzeOptions = {}) => analyze(text, { scale: 'n', ...options }).rows[1]?.params;

describe('what DynamicConv means', () => {
  const plain = { value: 'plain', source: 'setting' } as const;

  it('is the form with BatchNorm and activation unless something says otherwise', () => {
    assert.equal(params(model()), 9316);
    assert.equal(params(model(), { dynamicConv: plain }), 9284);
    assert.equal(params(model('', '[-1, 1, DynamicConv_Single, [64, 3, 2]]'), { dynamicConv: plain }), 9284);
  });

  it('is what a comment in the file says, whatever else is known', () => {
    assert.equal(params(model('# yolo-architect: DynamicConv = plain\n')), 9284);
    assert.equal(params(model('# yolo-architect: DynamicConv = bn-act\n'), { dynamicConv: plain }), 9316);
  });

  it('changes the blocks of that name too', () => {
    const block = model('', '[-1, 1, C3k2_DynamicConv, [64, False]]');
    assert.notEqual(params(block), params(block, { dynamicConv: plain }));
  });

  it('is said by the hover, with the reason, the mechanism and the cost in both conventions', () => {
    const text = model();
    const say = (options: AnalyzeOptions) => hover(analyze(text, { scale: 'n', ...options }), text.indexOf('DynamicConv'))?.markdown ?? '';
    assert.match(say({}), /ParameterNet, CVPR 2024[\s\S]*with BatchNorm and activation: no comment, class or setting says otherwise/);
    assert.match(say({ dynamicConv: plain }), /the convolution alone: the setting says so/);
    assert.match(say({ dynamicConv: { value: 'plain', source: 'workspace' } }), /the class in the workspace is written so/);
    assert.match(say({}), /GFLOPs really run, .* as THOP 2\.2\.3 counts/);
  });

  it('is read from the text of a class', () => {
    const alone =
      'class DynamicConv(nn.Module):\n    def __init__(self):\n        self.routing = nn.Linear(1, 4)\n\nclass Conv:\n    bn = nn.BatchNorm2d(1)\n';
    assert.equal(readDynamicClass(alone), 'plain');
    assert.equal(readDynamicClass(alone.replace('self.routing', 'self.bn = nn.BatchNorm2d(4); self.routing')), 'bn-act');
    assert.equal(readDynamicClass('class DynamicConv_Single(nn.Module):\n    pass\n'), undefined);
    assert.equal(readDynamicClass('x = DynamicConv(3)\n'), undefined);
  });

  it('keeps a swap from writing a name that means something else there', () => {
    const text = model('# yolo-architect: DynamicConv = plain\n', '[-1, 1, Conv, [64, 3, 2]]');
    const request = { from: 'Conv', to: 'DynamicConv', experts: 4, scope: 'all' } as const;
    const refused = planSwap(analyze(text, { scale: 'n' }), { ...request, variant: 'bn-act' });
    assert.match('refused' in refused ? refused.refused : '', /DynamicConv means the convolution alone/);
    assert.ok('edits' in planSwap(analyze(text, { scale: 'n' }), { ...request, variant: 'plain' }));
  });

  it('has a third form, swapped and taken back by its own name', () => {
    const text = model('', '[-1, 1, Conv, [64, 3, 2]]');
    const there = planSwap(analyze(text, { scale: 'n' }), { from: 'Conv', to: 'DynamicConv', variant: 'offset', experts: 4, scope: [1] });
    assert.ok('edits' in there);
    assert.equal(there.to, 'OffsetDynamicConv');
  });
});
