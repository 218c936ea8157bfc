/** What the page needs from the host before the first message. */
export interface PanelPage {
  /** `webview.cspSource`. */
  readonly cspSource: string;
  /** Fresh for each page. */
  readonly nonce: string;
  /** Addresses of dist/webview/main.js, main.css and gpu.js as the page can reach them. */
  readonly script: string;
  readonly style: string;
  readonly gpu: string;
  readonly title: string;
  /** Language tag for screen readers, such as `en` or `zh-cn`. */
  readonly language: string;
  /** The panel's translations by English template; empty for English. */
  readonly translations: Readonly<Record<string, string>>;
}

/**
 * The panel's page. Scripts need the nonce, nothing comes from elsewhere; the GPU code is fetched from the extension's own folder
 * into a worker, which is why `connect-src` names that source and `worker-src` allows `blob:`.
 */
export function panelHtml({ cspSource, nonce, script, style, gpu, title, language, translations }: PanelPage): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `connect-src ${cspSource}`,
    'worker-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeAttribute(style)}">
<title>${escapeAttribute(title)}</title>
</head>
<body>
<div id="panel" data-gpu="${escapeAttribute(gpu)}" data-translations="${escapeAttribute(JSON.stringify(translations))}"></div>
<script nonce="${nonce}" src="${escapeAttribute(script)}"></script>
</body>
</html>`;
}

function escapeAttribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/'/g, '&#39;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
