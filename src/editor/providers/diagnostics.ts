import * as vscode from 'vscode';
import { mergeScales, type Problem, t } from '../../core/index.ts';
import type { Context } from '../context.ts';
import { rangeOf, severityOf, visibleRange } from '../convert.ts';
import { docsOf, remember } from '../problems.ts';
import { readSettings } from '../settings.ts';
import { isModulesFile, modulesIn } from '../userModules.ts';

/** Scales that are not in use are checked when typing pauses this long. */
const pauseMs = 300;

/** Problems of every open model: of the scale in use at once, of the others when there is time. */
export function register(context: Context): vscode.Disposable {
  const { models } = context;
  const collection = vscode.languages.createDiagnosticCollection('yoloArchitect');
  const timers = new Map<string, NodeJS.Timeout>();

  function refresh(document: vscode.TextDocument): void {
    if (document.languageId !== 'yaml') return;
    const key = document.uri.toString();
    clearTimeout(timers.get(key));
    timers.delete(key);
    const settings = readSettings(document.uri);
    if (isModulesFile(document)) {
      show(document, settings.diagnostics ? modulesIn(document).problems : []);
      return;
    }
    const analysis = settings.diagnostics ? models.get(document) : undefined;
    if (analysis === undefined) {
      show(document, []);
      return;
    }
    show(document, analysis.problems);
    if (settings.allScales && analysis.scales.length > 1)
      timers.set(
        key,
        setTimeout(() => void checkOthers(document), pauseMs),
      );
  }

  async function checkOthers(document: vscode.TextDocument): Promise<void> {
    const declared = await models.everyScale(document);
    const analysis = models.get(document);
    if (declared === undefined || analysis === undefined) return;
    // The analysis in use may say something about the choice of its scale, which is no problem of that scale.
    show(document, mergeScales(declared, analysis));
  }

  function show(document: vscode.TextDocument, problems: readonly Problem[]): void {
    remember(document, problems);
    // Saying again that there is none would be a message at every keystroke.
    if (problems.length === 0 && !collection.has(document.uri)) return;
    if (problems.length === 0) collection.delete(document.uri);
    else
      collection.set(
        document.uri,
        problems.map((problem) => diagnosticOf(context, document, problem)),
      );
  }

  const refreshAll = () => {
    for (const document of vscode.workspace.textDocuments) refresh(document);
  };
  refreshAll();
  return vscode.Disposable.from(
    collection,
    vscode.workspace.onDidOpenTextDocument(refresh),
    vscode.workspace.onDidChangeTextDocument(({ document }) => refresh(document)),
    vscode.workspace.onDidCloseTextDocument((document) => {
      clearTimeout(timers.get(document.uri.toString()));
      timers.delete(document.uri.toString());
      collection.delete(document.uri);
    }),
    models.onDidChange(refreshAll),
    new vscode.Disposable(() => {
      for (const timer of timers.values()) clearTimeout(timer);
    }),
  );
}

function diagnosticOf(context: Context, document: vscode.TextDocument, problem: Problem): vscode.Diagnostic {
  const only = problem.scales === undefined ? '' : ` ${t`(only at scale ${problem.scales.join(', ')})`}`;
  const diagnostic = new vscode.Diagnostic(visibleRange(document, problem), problem.message + only, severityOf(problem.severity));
  diagnostic.source = 'YOLO';
  diagnostic.code = { value: problem.rule, target: docsOf(context, problem.rule) };
  diagnostic.relatedInformation = problem.related?.map(({ span, message }) => {
    return new vscode.DiagnosticRelatedInformation(new vscode.Location(document.uri, rangeOf(document, span)), message);
  });
  return diagnostic;
}
