import { t } from '../l10n.ts';
import { defineRule } from './define.ts';

/** Keys of the file that this release does not read. */
export const ignoredKey = defineRule({
  id: 'ignored-key',
  severity: 'info',
  summary: 'The release in use reads the keys that the file sets.',
  docs: `Since 8.3.112 the caller's number of image channels is written over the file's \`ch\` (training takes it from \`channels\` of the data file, 3 without
one). \`reg_max\` and \`end2end\` are read from 8.4.0 on. A quoted \`"False"\` is a text, and a text that is not empty counts as true.`,
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
  *check({ document, resolution, header }) {
    const { rules } = resolution;
    const channels = document.entry('ch');
    if (channels !== undefined && !header.foreign && rules.has('caller-channels-win')) {
      const message = t`Ultralytics ${rules.version} ignores ch: the image has the channels that the data file says, 3 without one`;
      yield { span: channels.key.span, message, fixes: [] };
    }
    for (const name of ['reg_max', 'end2end']) {
      const entry = document.entry(name);
      if (entry === undefined) continue;
      if (!rules.has('heads-take-reg-max')) {
        const message = t`Ultralytics ${rules.version} ignores ${name}, which is read from 8.4.0 on`;
        yield { span: entry.key.span, message, fixes: [] };
      } else if (name === 'end2end' && typeof entry.value.value === 'string' && /^(?:false|no|off|0)$/i.test(entry.value.value)) {
        const text = entry.value.value;
        const fixes = [{ title: t`Write ${'False'}`, edits: [{ span: entry.value.span, text: 'False' }], safe: false }];
        yield { span: entry.value.span, message: t`end2end is the text "${text}", which counts as true`, fixes };
      }
    }
  },
});
