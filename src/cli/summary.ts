import { type Analysis, bytes, exact, gflops, imageSize, printedBy, shape, t } from '../core/index.ts';
import type { Colors } from './terminal.ts';

/** The line that the framework prints for a model, and under it what that line does not say. */
export function summary(fileName: string | undefined, analysis: Analysis, c: Colors): string[] {
  const { totals, fused, task, nc, ch, imgsz, batch, upstream, thop } = analysis;
  const name = modelName(fileName, analysis.scale);
  const known = totals.complete ? '' : ` ${t`(only the rows that are known)`}`;
  const image = `${ch}×${imageSize(imgsz)}${batch > 1 ? ` × ${batch}` : ''}`;
  return [
    c.bold(frameworkLine(`${name} summary`, totals, totals.gradients)),
    `${t`true ${gflops(totals.gflops)} GFLOPs, activations ${bytes(totals.activationBytes)}`}${strides(analysis)}${known}`,
    frameworkLine(`${name} summary (fused)`, fused),
    ...[printedBy(analysis)].filter((line) => line !== undefined),
    c.dim(t`${task}, ${nc === null ? t`classes unknown` : t`${nc} classes`}, image ${image}, rules of ${upstream}, counter THOP ${thop}`),
  ];
}

/** The framework's own wording, so that both lines can be compared by eye. */
function frameworkLine(title: string, totals: { layers: number; params: number; printedGflops: number }, gradients?: number): string {
  const { layers, params, printedGflops } = totals;
  const printed = printedGflops > 0 ? `, ${printedGflops.toFixed(1)} GFLOPs` : '';
  const trained = gradients === undefined ? '' : `, ${exact(gradients)} gradients`;
  return `${title}: ${exact(layers)} layers, ${exact(params)} parameters${trained}${printed}`;
}

/** The stem as the framework shows it, with the letter of the scale in use. */
function modelName(fileName: string | undefined, scale: string): string {
  const stem = (fileName ?? 'yolo').replace(/\.ya?ml$/, '');
  const lettered = /yolo(e-)?v?\d+[nslmx]/.test(stem)
    ? stem.replace(/(yolo(?:e-)?v?\d+)[nslmx]/, `$1${scale}`)
    : stem.replace(/yolo(?:e-)?v?\d+/, `$&${scale}`);
  return lettered.replaceAll('yolo', 'YOLO');
}

function strides({ totals }: Analysis): string {
  return totals.stride === null ? '' : `, ${t`strides ${shape(totals.stride).replaceAll('×', ', ')}`}`;
}
