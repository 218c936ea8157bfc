import type { Problem } from '../problem.ts';
import type { Resolution } from '../resolve/resolution.ts';
import { activation } from './activation.ts';
import { appendedArguments } from './appended-arguments.ts';
import { channelMismatch } from './channel-mismatch.ts';
import { computedKernel } from './computed-kernel.ts';
import { ruleContext } from './context.ts';
import { dataClasses } from './data-classes.ts';
import { deadRow } from './dead-row.ts';
import type { Rule } from './define.ts';
import { detectionLevels } from './detection-levels.ts';
import { duplicateKey } from './duplicate-key.ts';
import { fileName } from './file-name.ts';
import { flagAsNumber } from './flag-as-number.ts';
import { forkConvention } from './fork-convention.ts';
import { frameworkError } from './framework-error.ts';
import { fromOutOfRange } from './from-out-of-range.ts';
import { groups } from './groups.ts';
import { halfPrecision } from './half-precision.ts';
import { headArguments } from './head-arguments.ts';
import { headNotLast } from './head-not-last.ts';
import { ignoreComment } from './ignore-comment.ts';
import { ignoredKey } from './ignored-key.ts';
import { ignoreComments, isIgnored } from './ignoring.ts';
import { imageSize } from './image-size.ts';
import { inputChannelsWritten } from './input-channels-written.ts';
import { atLevel, type RuleLevels } from './levels.ts';
import { missingKey } from './missing-key.ts';
import { modelClass } from './model-class.ts';
import { ncAsChannels } from './nc-as-channels.ts';
import { needsRegistration } from './needs-registration.ts';
import { noChannels } from './no-channels.ts';
import { noHead } from './no-head.ts';
import { noScaleLetter } from './no-scale-letter.ts';
import { noScales } from './no-scales.ts';
import { nondeterministic } from './nondeterministic.ts';
import { notARow } from './not-a-row.ts';
import { repeatedInput } from './repeated-input.ts';
import { roundedChannels } from './rounded-channels.ts';
import { rowLabel } from './row-label.ts';
import { scaleFactors } from './scale-factors.ts';
import { scaleInWord } from './scale-in-word.ts';
import { scales } from './scales.ts';
import { shiftedRows } from './shifted-rows.ts';
import { singleCellNorm } from './single-cell-norm.ts';
import { sizeMismatch } from './size-mismatch.ts';
import { textArgument } from './text-argument.ts';
import { textInput } from './text-input.ts';
import { undescribedModule } from './undescribed-module.ts';
import { unknownModule } from './unknown-module.ts';
import { weightsLost } from './weights-lost.ts';
import { wrongArguments } from './wrong-arguments.ts';
import { wrongRepeats } from './wrong-repeats.ts';
import { yamlSyntax } from './yaml-syntax.ts';

/** Every rule, in the order in which a file meets them. */
export const rules: readonly Rule[] = [
  yamlSyntax,
  ignoreComment,
  duplicateKey,
  missingKey,
  ignoredKey,
  scales,
  scaleFactors,
  activation,
  noScaleLetter,
  scaleInWord,
  noScales,
  fileName,
  notARow,
  unknownModule,
  needsRegistration,
  undescribedModule,
  forkConvention,
  fromOutOfRange,
  shiftedRows,
  repeatedInput,
  rowLabel,
  wrongRepeats,
  noChannels,
  wrongArguments,
  groups,
  inputChannelsWritten,
  textArgument,
  flagAsNumber,
  appendedArguments,
  ncAsChannels,
  roundedChannels,
  channelMismatch,
  sizeMismatch,
  textInput,
  frameworkError,
  detectionLevels,
  deadRow,
  noHead,
  headNotLast,
  headArguments,
  dataClasses,
  modelClass,
  imageSize,
  singleCellNorm,
  nondeterministic,
  halfPrecision,
  computedKernel,
  weightsLost,
];

/** All problems of a resolved document, in the order of their places, as loud as the user and comments in the file want them. */
export function findProblems(resolution: Resolution, levels: RuleLevels = {}): Problem[] {
  const context = ruleContext(
    resolution,
    rules.map(({ id }) => id),
  );
  const ignoring = ignoreComments(resolution.document);
  const problems: Problem[] = [];
  for (const rule of rules) {
    for (const found of rule.check(context)) {
      const ignored = ignoring.length > 0 && isIgnored(found, ignoring, resolution.document);
      const problem = atLevel(milder(found, resolution), ignored ? 'off' : levels[rule.id]);
      if (problem !== undefined) problems.push(problem);
    }
  }
  return problems.length < 2 ? problems : problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/**
 * What a module that must be registered first makes of its arguments depends on who registers it: the catalogue's word is a
 * warning there, like the missing registration itself.
 */
function milder(problem: Problem, { rows }: Resolution): Problem {
  const row = problem.row === undefined || problem.severity !== 'error' ? undefined : rows[problem.row];
  return row?.needsRegistration && dependsOnModule.has(problem.rule) ? { ...problem, severity: 'warning' } : problem;
}

const dependsOnModule: ReadonlySet<string> = new Set(
  [noChannels, wrongArguments, groups, channelMismatch, sizeMismatch, frameworkError].map(({ id }) => id),
);
