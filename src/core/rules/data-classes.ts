import { t } from '../l10n.ts';
import { numeric } from '../resolve/numbers.ts';
import { defineRule } from './define.ts';
import { and } from './words.ts';

/** The model has as many classes as the data that it is trained with. */
export const dataClasses = defineRule({
  id: 'data-classes',
  severity: 'info',
  summary: 'The file’s `nc` is the number of classes of the data that it is trained with.',
  docs: `Training builds the model once more for the classes of the data file (\`names\`, or its own \`nc\`) and says so in one line of the log, “Overriding
model.yaml nc=80 with nc=3”: the head that is trained has other parameters than the one shown here, and before 8.4.103 rows whose channels equal
that number are not scaled. Said where a data file is known: in the editor one of the workspace, in the shell that of \`check --data data.yaml\`. Where
several are known and one of them fits, nothing is said.`,
  bad: `
nc: 80
#   ^^ data.yaml has 3 classes: training builds the model for those (“Overriding model.yaml nc=80 with nc=3”)
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
`,
  good: `
nc: 3
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
`,
  options: { data: [{ file: 'data.yaml', classes: 3 }] },
  *check({ document, header, resolution: { options } }) {
    const [entry, nc] = [document.entry('nc'), numeric(header.nc)];
    const data = options.data ?? [];
    // A number that the caller gives is no longer the file's.
    if (entry === undefined || nc === undefined || options.nc !== undefined || data.some(({ classes }) => classes === nc)) return;
    const [first, ...more] = data;
    if (first === undefined) return;
    const named = and(data.slice(0, 3).map(({ file, classes }) => `${file} (${classes})`));
    const message =
      more.length === 0
        ? t`${first.file} has ${first.classes} classes: training builds the model for those (“Overriding model.yaml nc=${nc} with nc=${first.classes}”)`
        : t`no data file of the workspace has ${nc} classes: ${named}; training builds the model for those of its data (“Overriding model.yaml nc=${nc} with nc=…”)`;
    const fixes =
      more.length === 0
        ? [{ title: t`Write ${first.classes}`, edits: [{ span: entry.value.span, text: String(first.classes) }], safe: false }]
        : [];
    yield { span: entry.value.span, message, fixes };
  },
});
