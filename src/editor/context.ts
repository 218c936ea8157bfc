import * as vscode from 'vscode';
import { createBaseModels } from './baseModels.ts';
import { createDataFiles } from './dataFiles.ts';
import { createEnvironments, type Environments } from './environments.ts';
import { createLatencies, type Latencies } from './latencies.ts';
import { createModels, type Models } from './models.ts';
import { createPythonClasses, type PythonClasses } from './pythonClasses.ts';
import { createProjectModules, type ProjectModules } from './userModules.ts';

/** What every part of the editor shares. */
export interface Context {
  readonly extension: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly models: Models;
  readonly projectModules: ProjectModules;
  readonly environments: Environments;
  readonly pythonClasses: PythonClasses;
  readonly latencies: Latencies;
  /** The document of the active editor, else of the last one that showed a model and is still open. */
  activeModel(): vscode.TextDocument | undefined;
}

/** Files of any scheme: a model is recognised by its content. */
export const yamlFiles: vscode.DocumentSelector = { language: 'yaml' };

export function createContext(extension: vscode.ExtensionContext): Context {
  const log = vscode.window.createOutputChannel('YOLO Architect', { log: true });
  const projectModules = createProjectModules(log);
  const environments = createEnvironments(log);
  const pythonClasses = createPythonClasses();
  const dataFiles = createDataFiles();
  const baseModels = createBaseModels(environments);
  const models = createModels(extension.workspaceState, projectModules, environments, pythonClasses, dataFiles, baseModels);
  let last: vscode.TextDocument | undefined;
  extension.subscriptions.push(log, models, projectModules, environments, pythonClasses, dataFiles, baseModels);
  return {
    extension,
    log,
    models,
    projectModules,
    environments,
    pythonClasses,
    latencies: createLatencies(),
    activeModel() {
      const active = vscode.window.activeTextEditor?.document;
      if (active !== undefined && models.get(active) !== undefined) last = active;
      else if (last?.isClosed || (last !== undefined && models.get(last) === undefined)) last = undefined;
      last ??= vscode.window.visibleTextEditors.map(({ document }) => document).find((document) => models.get(document) !== undefined);
      return last;
    },
  };
}
