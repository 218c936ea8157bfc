/** Translations by English template, in which `{0}`, `{1}` … stand for the values. */
export type Translations = Readonly<Record<string, string>>;

let translations: Translations = {};

/** Sets the language of all later messages; an empty table means English. */
export function useTranslations(table: Translations): void {
  translations = table;
}

/** A message in the user's language: ``t`row ${1} reads row ${7}` `` looks up `row {0} reads row {1}`. */
export function t(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const key = parts.reduce((text, part, i) => `${text}{${i - 1}}${part}`);
  const template = translations[key];
  if (template === undefined) return parts.reduce((text, part, i) => `${text}${values[i - 1]}${part}`);
  return template.replace(/\{(\d+)\}/g, (_, i) => String(values[Number(i)]));
}

/** A text without values that is data, such as a module's documentation, in the user's language. */
export function translate(text: string): string {
  return translations[text] ?? text;
}
