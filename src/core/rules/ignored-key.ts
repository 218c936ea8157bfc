import { t } from '../l10n.ts';
import { PyDict } from '../python.ts';
import type { RuleContext } from './context.ts';
import { defineRule, type FoundProblem } from './define.ts';

/** Keys of the file that this release does not read. */
export const ignoredKey = defineRule({
  id: 'ignored-key',
  severity: 'info',
  summary: 'The release in use reads the keys that the file sets.',
  docs: `Since 8.3.112 the caller's number of image channels is written over the file's \`ch\` (training takes it from \`channels\` of the data file, 3 without
one). \`reg_max\` and \`end2end\` are read from 8.4.0 on. A quoted \`"False"\` is a text, and a text that is not empty counts as true. \`anchors\`
belong to YOLOv5 and older, \`scale\` is overwritten by the letter in the file's name, \`scales\` overrules \`depth_multiple\` and \`width_multiple\`,
and rows under \`neck\` are never read.`,
  bad: `
ch: 4
#^ Ultralytics 8.4.190 ignores ch: the image has the channels that the data file says, 3 without one
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
end2end: False
`,
  options: { upstream: '8.4.190' },
  *check(context) {
    const { document, resolution, header } = context;
    const { rules } = resolution;
    const channels = document.entry('ch') ?? (resolution.task === 'classify' ? undefined : document.entry('channels'));
    if (channels !== undefined && !header.foreign && rules.has('caller-channels-win')) {
      const key = String(channels.key.value);
      const message = t`Ultralytics ${rules.version} ignores ${key}: the image has the channels that the data file says, 3 without one`;
      yield { span: channels.key.span, message, fixes: [] };
    }
    yield* unreadKeys(context);
    for (const name of ['reg_max', 'end2end']) {
      const entry = document.entry(name);
      if (entry === undefined) continue;
      if (!rules.has('heads-take-reg-max')) {
        const message = t`Ultralytics ${rules.version} ignores ${name}, which is read from 8.4.0 on`;
        yield { span: entry.key.span, message, fixes: [] };
      } else if (context.rows.at(-1)?.module === 'v10Detect') {
        yield { span: entry.key.span, message: t`v10Detect takes nothing from ${name}: it is the same with any value`, fixes: [] };
      } else if (name === 'end2end' && typeof entry.value.value === 'string' && /^(?:false|no|off|0)$/i.test(entry.value.value)) {
        const text = entry.value.value;
        const fixes = [{ title: t`Write ${'False'}`, edits: [{ span: entry.value.span, text: 'False' }], safe: false }];
        yield { span: entry.value.span, message: t`end2end is the text "${text}", which counts as true`, fixes };
      }
    }
  },
});

/** Keys that people take for settings: of other versions of YOLO, or overruled by another key. */
function* unreadKeys({ document, header }: RuleContext): Iterable<FoundProblem> {
  const why: Readonly<Record<string, string | undefined>> = {
    anchors: header.foreign ? undefined : t`anchors belong to YOLOv5 and older: no head of this release reads them`,
    neck: t`rows under neck are never read: they belong to head`,
    scale: t`the file's scale is overwritten by the letter in its name, or by none where the name has none`,
    depth_multiple: header.scales instanceof PyDict ? t`scales overrules depth_multiple` : undefined,
    width_multiple: header.scales instanceof PyDict ? t`scales overrules width_multiple` : undefined,
  };
  for (const [key, message] of Object.entries(why)) {
    const entry = document.entry(key);
    // Without a head, its absence is the error, which speaks of the neck too.
    if (entry === undefined || message === undefined || (key === 'neck' && document.entry('head') === undefined)) continue;
    yield { span: entry.key.span, message, fixes: [] };
  }
}
