import { t } from '../l10n.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import { defineRule } from './define.ts';
import type { Explanation } from './explanation.ts';
import { argsSpan, moduleSpan, repeatsSpan, replace } from './place.ts';
import { quoting } from './words.ts';

/** Modules of YOLO-World get the text embeddings that they are built for. */
export const textInput = defineRule({
  id: 'text-input',
  severity: 'error',
  summary: 'Modules that read text embeddings get them, as many and as long as they expect.',
  docs: `C2fAttn, ImagePoolingAttn and WorldDetect read text embeddings of the classes beside feature maps. Ultralytics gives them only to a model
whose last module is WorldDetect. There are as many as the caller asks classes for (a training run: those of the data set), else 80, of
512 values each; \`nc\` in the file changes only what the head expects.`,
  bad: `
nc: 3
#   ^ WorldDetect expects 3 classes, but the model gets 80 text embeddings: as many as the caller asks classes for, else 80 (Ultralytics: RuntimeError: …
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, C2fAttn, [64, 32, 2, 256]]
#                                ^^^ gc must be 512, the length of the model's text embeddings, but is 256 (Ultralytics: RuntimeError: …
head:
  - [[0], 1, WorldDetect, [nc, 512, False]]
`,
  good: `
nc: 80
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, C2fAttn, [64, 32, 2]]
head:
  - [[1], 1, WorldDetect, [nc, 512, False]]
`,
  options: { fileName: 'yolov8n-world.yaml' },
  *check(context) {
    for (const refusal of context.refusals('text-input')) {
      const { row, error } = refusal;
      const { said, span, fixes = [] } = explain(context, refusal);
      yield { span: span ?? moduleSpan(row), row: row.index, message: quoting(said, error), fixes };
    }
  },
});

function explain(context: RuleContext, refusal: RowRefusal): Explanation {
  const { row, error } = refusal;
  const { rules } = context.resolution;
  if (error.part === 'module') return withoutText(refusal);
  const argument = row.definition?.args(rules)[error.element ?? -1]?.name ?? '';
  return argument === 'nc' ? otherClasses(context, refusal) : otherLength(context, refusal, argument);
}

function withoutText({ row }: RowRefusal): Explanation {
  if (row.instances > 1) {
    const span = repeatsSpan(row);
    return {
      said: t`${row.module} gets no text embeddings when it runs several times in sequence`,
      span,
      fixes: [replace(t`Run it once`, span, '1')],
    };
  }
  return { said: t`${row.module} needs text embeddings, which only a model gets whose last module is WorldDetect` };
}

function otherClasses({ header, document }: RuleContext, { row }: RowRefusal): Explanation {
  const [given = 0] = header.textShape;
  const said = t`${row.module} expects ${String(row.args?.[0]?.value)} classes, but the model gets ${given} text embeddings: as many as the caller asks classes for, else 80`;
  const named = row.args?.[0]?.written === 'nc' ? document.entry('nc') : undefined;
  const span = named?.value.span ?? argsSpan(row, row.args?.[0]?.position);
  return { said, span, fixes: [replace(t`Write ${given}`, span, String(given))] };
}

function otherLength({ header }: RuleContext, { row, error }: RowRefusal, argument: string): Explanation {
  const [, given = 0] = header.textShape;
  const blamed = row.args?.[error.element ?? -1];
  const span = argsSpan(row, blamed?.position);
  return {
    said: t`${argument} must be ${given}, the length of the model's text embeddings, but is ${String(blamed?.value)}`,
    span,
    fixes: blamed?.position === undefined ? [] : [replace(t`Write ${given}`, span, String(given))],
  };
}
