const paths = {
  play: 'M4 2.5v11l9-5.5z',
  stop: 'M3.5 3.5h9v9h-9z',
  error:
    'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm0 1a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zm-2 2.8L8 7.3l2-2 .7.7-2 2 2 2-.7.7-2-2-2 2-.7-.7 2-2-2-2z',
  warning: 'M8 1.6l6.8 12.2H1.2zm0 2.1L2.9 12.8h10.2zM7.4 6.5h1.2v3.4H7.4zm0 4.2h1.2v1.2H7.4z',
  info: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm0 1a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM7.4 7h1.2v4.5H7.4zm0-2.3h1.2v1.2H7.4z',
  down: 'M3 5.7l.7-.7L8 9.3 12.3 5l.7.7-5 5z',
  gpu: 'M1 3h14v8h-2v2h-1v-2h-2v2H9v-2H7v2H6v-2H4v2H3v-2H1zm1 1v6h12V4zm3.5 1.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6zm5 0a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z',
  cpu: 'M5 1h1v2h1.5V1h1v2H10V1h1v2h2v2h2v1h-2v1.5h2v1h-2V10h2v1h-2v2h-2v2h-1v-2H8.5v2h-1v-2H6v2H5v-2H3v-2H1v-1h2V8.5H1v-1h2V6H1V5h2V3h2zM4 4v8h8V4zm2 2h4v4H6zm1 1v2h2V7z',
  search: 'M6.5 2a4.5 4.5 0 0 1 3.6 7.2l3.6 3.6-.7.7-3.6-3.6A4.5 4.5 0 1 1 6.5 2zm0 1a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
} as const;

/** A small picture in the colour of the text around it; hidden from screen readers, which get the words beside it. */
export function Icon({ name }: { readonly name: keyof typeof paths }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={paths[name]} fill="currentColor" />
    </svg>
  );
}
