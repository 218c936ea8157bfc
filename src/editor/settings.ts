import * as vscode from 'vscode';
import {
  type Convention,
  conventionNames,
  type DynamicMeaning,
  type InlayHintSettings,
  type LinkedNames,
  type RuleLevels,
  ruleLevels,
} from '../core/index.ts';

/** The settings `yoloArchitect.*` for a file. */
export interface Settings {
  readonly hover: boolean;
  readonly inlayHints: InlayHintSettings & { readonly enabled: boolean };
  readonly codeLens: boolean;
  readonly diagnostics: boolean;
  readonly allScales: boolean;
  readonly completion: boolean;
  readonly highlights: boolean;
  readonly signatureHelp: boolean;
  readonly folding: boolean;
  readonly links: LinkedNames | 'off';
  readonly semanticTokens: boolean;
  readonly statusBar: boolean;
  readonly defaultScale: string;
  readonly imageSize: readonly [number, number] | undefined;
  readonly upstream: string | undefined;
  readonly thop: string | undefined;
  readonly conventions: Readonly<Record<string, Convention>> | undefined;
  readonly rules: RuleLevels | undefined;
  /** The model whose weights training begins with; empty where it begins with none. */
  readonly pretrained: string;
  readonly structure: boolean;
  /** Edits of rows that were not chosen wait in the refactor preview. */
  readonly structurePreview: boolean;
  readonly swap: boolean;
  readonly experts: number;
  /** What `DynamicConv` means: as the workspace's own class is written, or as the user says. */
  readonly dynamicConv: 'auto' | DynamicMeaning;
  readonly backend: string;
  readonly timeoutSeconds: number;
  /** Has tfjs-node in its `node_modules`; empty: where the profiler looks by itself. */
  readonly tensorflowFolder: string;
}

/** By address; every keystroke asks for them several times, and the editor takes longer to look one up than a row takes to analyse. */
const known = new Map<string, Settings>();

/** Keeps what {@link readSettings} remembers in step with the editor; registered first, so that everybody who hears of a change reads the new ones. */
export function watchSettings(): vscode.Disposable {
  const forget = () => known.clear();
  forget();
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration(forget),
    vscode.workspace.onDidChangeWorkspaceFolders(forget),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => known.delete(uri.toString())),
  );
}

export function readSettings(scope?: vscode.Uri): Settings {
  const key = scope?.toString() ?? '';
  const settings = known.get(key) ?? look(scope);
  known.set(key, settings);
  return settings;
}

function look(scope: vscode.Uri | undefined): Settings {
  const configuration = vscode.workspace.getConfiguration('yoloArchitect', scope);
  const get = <T>(key: string, fallback: T) => configuration.get<T>(key, fallback);
  return {
    hover: get('hover.enabled', true),
    inlayHints: {
      enabled: get('inlayHints.enabled', true),
      rowIndex: get('inlayHints.rowIndex', true),
      outputShape: get('inlayHints.outputShape', true),
      metric: get('inlayHints.metric', 'gflops'),
    },
    codeLens: get('codeLens.enabled', true),
    diagnostics: get('diagnostics.enabled', true),
    allScales: get('diagnostics.allScales', true),
    completion: get('completion.enabled', true),
    highlights: get('highlights.enabled', true),
    signatureHelp: get('signatureHelp.enabled', true),
    folding: get('folding.enabled', true),
    links: get('links', 'own'),
    semanticTokens: get('semanticTokens.enabled', false),
    statusBar: get('statusBar.enabled', true),
    defaultScale: get('defaultScale', ''),
    imageSize: parseImageSize(get('imageSize', '')),
    upstream: unlessAuto(get('ultralytics.version', 'auto')),
    thop: unlessAuto(get('thop.version', 'auto')),
    conventions: readChoices(get('moduleConventions', {}), conventionNames),
    rules: readChoices(get('rules', {}), ruleLevels),
    pretrained: get('pretrained', '').trim(),
    structure: get('structure.enabled', true),
    structurePreview: get('structure.preview', false),
    swap: get('swap.enabled', true),
    experts: get('swap.experts', 4),
    dynamicConv: get('dynamicConv', 'auto'),
    backend: get('profiler.backend', 'auto'),
    timeoutSeconds: get('profiler.timeoutSeconds', 600),
    tensorflowFolder: get('profiler.tensorflowFolder', '').trim(),
  };
}

/** What was written, unless it leaves the choice to what is installed. */
function unlessAuto(text: string): string | undefined {
  const written = text.trim();
  return written === '' || written === 'auto' ? undefined : written;
}

/** The entries whose value is one of `choices`; nothing where there are none. */
function readChoices<T>(setting: Readonly<Record<string, unknown>>, choices: readonly T[]): Readonly<Record<string, T>> | undefined {
  const known = Object.entries(setting).flatMap(([name, value]) => {
    const choice = choices.find((other) => other === value);
    return choice === undefined ? [] : [[name, choice] as const];
  });
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

/** `640` or `480,640` as [height, width]; nothing for anything else. */
export function parseImageSize(text: string): readonly [number, number] | undefined {
  const match = /^\s*(\d{1,5})(?:\s*[,x×]\s*(\d{1,5}))?\s*$/.exec(text);
  if (match === null) return undefined;
  const height = Number(match[1]);
  const width = match[2] === undefined ? height : Number(match[2]);
  return height > 0 && width > 0 ? [height, width] : undefined;
}
