import { count, gflopsOfMacs } from '../format.ts';
import { t } from '../l10n.ts';
import type { Analysis, RowAnalysis } from '../model.ts';
import type { NameMeaning } from '../resolve/meaning.ts';

/** What a dynamic convolution does, what its name means in this file and why, and what it costs in both conventions. */
export function hoverDynamic(analysis: Analysis, row: RowAnalysis): string | undefined {
  if (!row.module.includes('DynamicConv')) return undefined;
  const lines = row.module === 'OffsetDynamicConv' ? offsetMechanism() : [...mixingMechanism(), meaning(analysis.dynamicConv)];
  const cost = costs(analysis, row);
  return [...lines, ...(cost === undefined ? [] : [cost])].map((line) => `- ${line}`).join('\n');
}

function mixingMechanism(): string[] {
  return [
    t`Several expert kernels of one shape; the input, pooled to one number a channel, goes through a linear layer and a sigmoid.`,
    t`The result weighs the experts: each image is convolved with its own sum of kernels (ParameterNet, CVPR 2024; mixing as in CondConv, NeurIPS 2019).`,
    t`Parameters grow with the number of experts; the convolution itself runs once, so the work hardly grows.`,
  ];
}

function offsetMechanism(): string[] {
  return [
    t`A branch computes two offsets for every kernel position and output cell.`,
    t`The input is sampled bilinearly at the moved positions and then convolved (Deformable ConvNets, ICCV 2017).`,
    t`The work grows by the branch; sampling is no multiply-accumulate in either count.`,
  ];
}

/** Which of the two public meanings the bare name has here, and what says so. */
function meaning({ value, source }: NameMeaning): string {
  const what =
    value === 'plain' ? t`Here DynamicConv means the convolution alone` : t`Here DynamicConv means the one with BatchNorm and activation`;
  const why = {
    comment: t`a comment in the file says so`,
    workspace: t`the class in the workspace is written so`,
    setting: t`the setting says so`,
    default: t`no comment, class or setting says otherwise; \`# yolo-architect: DynamicConv = plain\` in the file changes it`,
  }[source];
  return `${what}: ${why}.`;
}

function costs({ thop }: Analysis, { macs, printedMacs, params }: RowAnalysis): string | undefined {
  if (macs === null || printedMacs === null || params === null) return undefined;
  return t`${count(params)} parameters; ${gflopsOfMacs(macs)} GFLOPs really run, ${gflopsOfMacs(printedMacs)} as THOP ${thop} counts: it does not see functional convolutions.`;
}
