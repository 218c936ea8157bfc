import type { ModuleDefinition } from './define.ts';
import { aifi } from './modules/aifi.ts';
import { a2c2f } from './modules/area-attention.ts';
import { attention, c2psa, psaBlock } from './modules/attention.ts';
import { cbam } from './modules/cbam.ts';
import { classify } from './modules/classify.ts';
import { cbFuse, cbLinear } from './modules/composite-backbone.ts';
import { concat } from './modules/concat.ts';
import { conv, dwConv } from './modules/conv.ts';
import { bottleneck, c2f, c3, c3k, c3k2 } from './modules/csp.ts';
import { bottleneckCsp, c1, c2, c2fpsa, c3x, psa, scDown } from './modules/csp-kin.ts';
import { depth, semanticSegment } from './modules/dense.ts';
import { dsConv, dsc3k2 } from './modules/depthwise-separable.ts';
import { detect } from './modules/detect.ts';
import {
  c2fDynamic,
  c2fDynamicPlain,
  c2fGhostDynamic,
  c2fGhostModuleDynamic,
  c3k2Dynamic,
  c3k2DynamicPlain,
  c3k2GhostDynamic,
  type DynamicMeaning,
} from './modules/dynamic-blocks.ts';
import { dynamicConv, dynamicConvSingle } from './modules/dynamic-conv.ts';
import { forkModules } from './modules/forks/index.ts';
import { downsampleConv, fullPadTunnel } from './modules/full-pad.ts';
import { c3Ghost, ghostBottleneck, ghostConv } from './modules/ghost.ts';
import { hgBlock, hgStem } from './modules/hgnet.ts';
import { hyperAce } from './modules/hyper-ace.ts';
import { imagePoolingAttn } from './modules/image-pooling.ts';
import { offsetDynamicConv } from './modules/offset-conv.ts';
import { c2fCib, elan1, repC3, repNcspElan4, sppElan } from './modules/rep.ts';
import { conv2, repConv, repVggDw } from './modules/reparameterised.ts';
import { upsample, upsamplings } from './modules/resize.ts';
import { resNetLayer } from './modules/resnet.ts';
import { rtdetrDecoder } from './modules/rtdetr.ts';
import { aConv, aDown, convTranspose, dwConvTranspose2d, focus, spp } from './modules/sampling.ts';
import { sppf } from './modules/spp.ts';
import { obb, pose, segment } from './modules/tasks.ts';
import { obb26, pose26, segment26 } from './modules/tasks26.ts';
import { torchConv2d, torchConvTranspose2d, torchIdentity } from './modules/torch.ts';
import { torchActivations } from './modules/torch-activations.ts';
import { torchDropouts } from './modules/torch-dropouts.ts';
import { torchLinear } from './modules/torch-linear.ts';
import { torchBatchNorm2d, torchGroupNorm, torchInstanceNorm2d, torchLayerNorm, torchRmsNorm } from './modules/torch-norms.ts';
import { constantPad2d, torchMirrors, zeroPad2d } from './modules/torch-pads.ts';
import { torchAdaptivePools, torchAvgPool2d, torchLpPool2d, torchMaxPool2d } from './modules/torch-pools.ts';
import { prelu } from './modules/torch-prelu.ts';
import {
  torchChannelShuffle,
  torchFlatten,
  torchPixelShuffle,
  torchPixelUnshuffle,
  torchUnflatten,
  torchUnfold,
} from './modules/torch-shapes.ts';
import { index, torchVision } from './modules/torchvision.ts';
import { c3tr } from './modules/transformer.ts';
import { v10Detect } from './modules/v10.ts';
import { worldDetect } from './modules/world.ts';
import { c2fAttn } from './modules/world-attention.ts';
import { lrpcHead, yoloeDetect, yoloeSegment, yoloeSegment26 } from './modules/yoloe.ts';

/** Every module that has a definition, in the order in which people look for them. */
const modules: readonly ModuleDefinition[] = [
  conv,
  dwConv,
  c3k2,
  c2f,
  c3,
  bottleneck,
  sppf,
  c2psa,
  concat,
  a2c2f,
  c1,
  c2,
  c3x,
  c3tr,
  bottleneckCsp,
  psa,
  c2fpsa,
  scDown,
  ghostConv,
  ghostBottleneck,
  c3Ghost,
  repConv,
  conv2,
  repVggDw,
  repC3,
  repNcspElan4,
  elan1,
  sppElan,
  c2fCib,
  focus,
  convTranspose,
  dwConvTranspose2d,
  aConv,
  aDown,
  spp,
  cbLinear,
  cbFuse,
  detect,
  segment,
  pose,
  obb,
  segment26,
  pose26,
  obb26,
  semanticSegment,
  depth,
  classify,
  v10Detect,
  worldDetect,
  c2fAttn,
  imagePoolingAttn,
  yoloeDetect,
  yoloeSegment,
  yoloeSegment26,
  lrpcHead,
  hgStem,
  hgBlock,
  aifi,
  rtdetrDecoder,
  resNetLayer,
  dynamicConv,
  dynamicConvSingle,
  dsConv,
  dsc3k2,
  hyperAce,
  downsampleConv,
  fullPadTunnel,
  c3k2Dynamic,
  c2fDynamic,
  c3k2GhostDynamic,
  c2fGhostDynamic,
  c2fGhostModuleDynamic,
  offsetDynamicConv,
  cbam,
  torchVision,
  index,
  upsample,
  ...upsamplings,
  torchConv2d,
  torchConvTranspose2d,
  torchBatchNorm2d,
  torchGroupNorm,
  torchLayerNorm,
  torchInstanceNorm2d,
  torchRmsNorm,
  torchMaxPool2d,
  torchAvgPool2d,
  ...torchAdaptivePools,
  torchLpPool2d,
  zeroPad2d,
  constantPad2d,
  ...torchMirrors,
  prelu,
  torchIdentity,
  ...torchDropouts,
  torchFlatten,
  torchUnflatten,
  torchLinear,
  torchPixelShuffle,
  torchPixelUnshuffle,
  torchChannelShuffle,
  torchUnfold,
  ...torchActivations,
  c3k,
  attention,
  psaBlock,
  ...forkModules,
];

const byName = new Map(modules.map((m) => [m.name, m]));

/** Names that mean something else where `DynamicConv` is the convolution alone. */
const plainMeanings = new Map<string, ModuleDefinition>([
  ['DynamicConv', { ...dynamicConvSingle, name: 'DynamicConv' }],
  ['C3k2_DynamicConv', c3k2DynamicPlain],
  ['C2f_DynamicConv', c2fDynamicPlain],
]);

/** The whole catalogue. */
export function catalogue(): readonly ModuleDefinition[] {
  return modules;
}

/** The definition of a name; `meaning`: what the bare name `DynamicConv` stands for where the caller looks. */
export function findModule(name: string, meaning: DynamicMeaning = 'bn-act'): ModuleDefinition | undefined {
  return (meaning === 'plain' ? plainMeanings.get(name) : undefined) ?? byName.get(name);
}
