import * as vscode from 'vscode';
import { type Analysis, type AnalyzeOptions, analyze, applyEdits, foreignNames, mergeScales, withSafeFixes } from '../core/index.ts';
import type { BaseModels } from './baseModels.ts';
import type { DataFiles } from './dataFiles.ts';
import type { Environments } from './environments.ts';
import type { PythonClasses } from './pythonClasses.ts';
import { readSettings } from './settings.ts';
import { nextTurn } from './turns.ts';
import type { ProjectModules } from './userModules.ts';

/** What the user chose for one file; kept with the workspace. */
interface Choice {
  readonly scale?: string;
  readonly imgsz?: readonly [number, number];
  /** The release whose rules apply. */
  readonly upstream?: string;
}

/** Analyses of open documents: one a document version and set of options. */
export interface Models {
  /** The analysis in use; nothing where the document is no model. */
  get(document: vscode.TextDocument): Analysis | undefined;
  at(document: vscode.TextDocument, scale: string): Analysis;
  /** All declared scales, one a turn of the event loop; nothing when the document changes meanwhile. */
  everyScale(document: vscode.TextDocument): Promise<readonly Analysis[] | undefined>;
  /** Its text with everything mended that can be mended safely at any of its scales. */
  fixed(document: vscode.TextDocument): string;
  choose(document: vscode.TextDocument, choice: Choice): Promise<void>;
  /** The releases that an analysis goes by, and what says so. */
  releases(uri: vscode.Uri): Releases;
  /** The way to look at files has changed, by a choice, a setting or what the project says of its modules. */
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}

/** Larger YAML files are data, not models. */
const longest = 1_000_000;

export function createModels(
  state: vscode.Memento,
  projectModules: ProjectModules,
  environments: Environments,
  classes: PythonClasses,
  dataFiles: DataFiles,
  baseModels: BaseModels,
): Models {
  const cache = new WeakMap<vscode.TextDocument, { version: number; analyses: Map<string, Analysis> }>();
  /** What is in use, as long as neither the text nor the way to look at it changes. */
  const current = new WeakMap<vscode.TextDocument, { version: number; way: number; analysis: Analysis | undefined }>();
  let way = 0;
  const changed = new vscode.EventEmitter<void>();
  // A base model's text is no part of the key by which analyses are kept.
  let base = 0;
  const again = () => {
    way++;
    changed.fire();
  };
  const parts = [
    changed,
    classes.onDidChange(again),
    dataFiles.onDidChange(again),
    baseModels.onDidChange(() => {
      base++;
      again();
    }),
    projectModules.onDidChange(again),
    environments.onDidChange(again),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('yoloArchitect') && again()),
    vscode.workspace.onDidChangeWorkspaceFolders(again),
  ];

  function run(document: vscode.TextDocument, options: AnalyzeOptions): Analysis {
    let entry = cache.get(document);
    if (entry?.version !== document.version) {
      entry = { version: document.version, analyses: new Map() };
      cache.set(document, entry);
    }
    const { modules, pretrained, ...rest } = options;
    const key = JSON.stringify([rest, modules?.identity, pretrained?.fileName, base]);
    let analysis = entry.analyses.get(key);
    if (analysis === undefined) {
      analysis = analyze(document.getText(), options);
      entry.analyses.set(key, analysis);
    }
    return analysis;
  }

  function options(document: vscode.TextDocument): AnalyzeOptions {
    const { imageSize, conventions, rules, dynamicConv: asked, pretrained: name } = readSettings(document.uri);
    const { upstream, thop } = releases(document.uri);
    const dynamicConv = asked === 'auto' ? classMeaning(document) : ({ value: asked, source: 'setting' } as const);
    const modules = projectModules.for(document.uri);
    const foreign = foreignNames(document.getText(), upstream);
    const places = foreign.length === 0 ? undefined : classes.placesOf(document.uri, foreign);
    const data = dataFiles.for(document.uri);
    const pretrained = baseModels.for(document.uri, name);
    const imgsz = choiceOf(state, document.uri).imgsz ?? imageSize;
    const fileName = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
    return {
      fileName,
      ...(imgsz && { imgsz }),
      ...(upstream && { upstream }),
      ...(thop && { thop }),
      ...(conventions && { conventions }),
      ...(rules && { rules }),
      ...(modules && { modules }),
      ...(places && { classes: places }),
      ...(data?.length && { data }),
      ...(pretrained && { pretrained }),
      ...(dynamicConv && { dynamicConv }),
    };
  }

  /** As chosen for the file, as the settings say, else as installed. A counter belongs to the environment only together with its framework. */
  function releases(uri: vscode.Uri): Releases {
    const { upstream: set, thop } = readSettings(uri);
    const chosen = choiceOf(state, uri).upstream;
    if (chosen !== undefined) return { upstream: chosen, thop, source: 'choice' };
    if (set !== undefined) return { upstream: set, thop, source: 'setting' };
    const found = environments.for(uri);
    if (found === undefined) return { upstream: undefined, thop, source: 'newest' };
    return { upstream: found.ultralytics, thop: thop ?? found.thop, source: { place: found.place } };
  }

  /** Only models with such a row make the workspace's sources be read. */
  function classMeaning(document: vscode.TextDocument): AnalyzeOptions['dynamicConv'] {
    const value = document.getText().includes('DynamicConv') ? classes.meaningFor(document.uri) : undefined;
    return value && { value, source: 'workspace' };
  }

  function get(document: vscode.TextDocument): Analysis | undefined {
    if (document.languageId !== 'yaml') return undefined;
    let known = current.get(document);
    if (known?.version !== document.version || known.way !== way) {
      known = { version: document.version, way, analysis: look(document) };
      current.set(document, known);
    }
    return known.analysis;
  }

  function look(document: vscode.TextDocument): Analysis | undefined {
    const text = document.getText();
    if (text.length > longest || !/\b(backbone|head)\b/.test(text)) return undefined;
    const wanted = choiceOf(state, document.uri).scale ?? readSettings(document.uri).defaultScale;
    const plain = options(document);
    const analysis = run(document, wanted === '' ? plain : { ...plain, scale: wanted });
    if (!analysis.isModel) return undefined;
    // A choice that the file no longer offers counts as none.
    return wanted === '' || analysis.scales.includes(wanted) ? analysis : run(document, plain);
  }

  const at = (document: vscode.TextDocument, scale: string) => run(document, { ...options(document), scale });

  return {
    get,
    at,
    async everyScale(document) {
      const { version } = document;
      const found: Analysis[] = [];
      for (const scale of get(document)?.scales ?? []) {
        await nextTurn();
        if (document.version !== version || document.isClosed) return undefined;
        found.push(at(document, scale));
      }
      return found;
    },
    fixed(document) {
      const asked = options(document);
      const problems = (text: string) => {
        const general = analyze(text, asked);
        return mergeScales(
          general.scales.length === 0 ? [general] : general.scales.map((scale) => analyze(text, { ...asked, scale })),
          general,
        );
      };
      const text = document.getText();
      return withSafeFixes(text, problems(text), applyEdits, problems);
    },
    async choose(document, choice) {
      const all = { ...state.get<Record<string, Choice>>(stateKey, {}) };
      all[document.uri.toString()] = { ...all[document.uri.toString()], ...choice };
      await state.update(stateKey, all);
      again();
    },
    releases,
    onDidChange: changed.event,
    dispose: () => vscode.Disposable.from(...parts).dispose(),
  };
}

interface Releases {
  readonly upstream: string | undefined;
  readonly thop: string | undefined;
  /** `place`: the environment that they were read from. */
  readonly source: 'choice' | 'setting' | 'newest' | { readonly place: string };
}

const stateKey = 'choices';

function choiceOf(state: vscode.Memento, uri: vscode.Uri): Choice {
  return state.get<Record<string, Choice>>(stateKey, {})[uri.toString()] ?? {};
}
