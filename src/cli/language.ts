import { useTranslations } from '../core/index.ts';
import { Failure } from './failure.ts';

export const languages = ['en', 'zh-cn'] as const;

/** Switches the language before anything is said, so that help and mistakes in the options follow it too. */
export async function chooseLanguage(argv: readonly string[]): Promise<void> {
  const at = argv.findIndex((argument) => argument === '--lang' || argument.startsWith('--lang='));
  if (at < 0) return;
  const name = argv[at]?.includes('=') ? argv[at]?.slice('--lang='.length) : argv[at + 1];
  if (name === 'en') return;
  if (name !== 'zh-cn') throw new Failure(`--lang takes ${languages.join(' or ')}, not "${name ?? ''}"`);
  // Inside the bundle this is evaluated only when it is reached.
  const { default: table } = await import('../../l10n/bundle.l10n.zh-cn.json');
  useTranslations(table);
}
