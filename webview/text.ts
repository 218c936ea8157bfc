let translations: Readonly<Record<string, string>> = {};

/** Sets the page's language: translations by English template, in which `{0}`, `{1}` … stand for the values. */
export function useTranslations(table: Readonly<Record<string, string>>): void {
  translations = table;
}

/** A text in the user's language, as `t` of the core; the page has its own because it has its own translations. */
export function t(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const key = parts.reduce((text, part, i) => `${text}{${i - 1}}${part}`);
  return (translations[key] ?? key).replace(/\{(\d+)\}/g, (_, i) => String(values[Number(i)]));
}
