import { render } from 'preact';
import type { HostToPanel, PanelToHost } from '../src/panel/protocol.ts';
import { gpuHost } from './gpu/host.ts';
import { type Action, reduce } from './reducer.ts';
import { initial, type State } from './state.ts';
import { useTranslations } from './text.ts';
import { Panel } from './views/panel.tsx';
import './main.css';

declare function acquireVsCodeApi(): {
  postMessage(message: PanelToHost): void;
  getState(): unknown;
  setState(state: State): void;
};

const vscode = acquireVsCodeApi();
const root = document.getElementById('panel') as HTMLElement;
useTranslations(JSON.parse(root.dataset.translations ?? '{}'));
const gpu = gpuHost(root.dataset.gpu ?? '', (message) => vscode.postMessage(message));

let state = reduce(initial, { type: 'restore', state: vscode.getState() });
let drawing = false;

function dispatch(action: Action): void {
  const next = reduce(state, action);
  if (next === state) return;
  state = next;
  if (drawing) return;
  drawing = true;
  // Many messages may come within one frame; a hidden page gets no frames, and needs none.
  setTimeout(draw, 16);
}

function draw(): void {
  drawing = false;
  vscode.setState(state);
  render(<Panel state={state} dispatch={dispatch} post={(message) => vscode.postMessage(message)} />, root);
}

window.addEventListener('message', ({ data }: MessageEvent<HostToPanel>) => {
  if (data.type === 'gpu') gpu.send(data.message);
  else if (data.type === 'gpuStop') gpu.stop();
  else dispatch(data);
});

draw();
vscode.postMessage({ type: 'ready' });
