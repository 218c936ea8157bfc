import type { ModuleDefinition } from '../../define.ts';
import { dsConvYolo13 } from '../depthwise-separable.ts';
import { effectiveSe, efficientChannelAttention, hsfpnAttention, seAttention, simAm } from './attention.ts';
import { maNet, partialConv, rfaConv, spdConv, sppfLska } from './blocks.ts';
import { bottleneckKin } from './bottlenecks.ts';
import { condConv, condConv2D } from './cond-conv.ts';
import { focalModulation, lskBlock, lskUnit, mlca, namAttention, segNextAttention } from './convolved-attention.ts';
import { crossTransformerFusion } from './cross-transformer.ts';
import { cspStage } from './csp-stage.ts';
import { dcnKin, dcnV2 } from './deformed.ts';
import { diverseKin } from './diverse-branch.ts';
import { lawds, v7DownSampling } from './downsampling.ts';
import { fasterKin, maNetKin, starKin } from './faster.ts';
import { biFpnAdd2, biFpnAdd3, biFpnConcat2, biFpnConcat3, fusion, zoomCat } from './fusion.ts';
import { gsBottleneck, gsConv, gsConvE, gsConvNs, voVGscsp } from './gsconv.ts';
import { hyperCompute } from './hyper-graph.ts';
import { involution } from './involution.ts';
import { akConv, akConvKin, ldConv } from './irregular.ts';
import { carafe, dySample, eucb } from './learnt-resampling.ts';
import { odConv2d, odConvKin } from './od-conv.ts';
import { repVggBlock, repVggBlockV6 } from './rep-vgg.ts';
import { dynamicScalSeq, scalSeq } from './scale-sequence.ts';
import {
  caa,
  channelAttention,
  coordAtt,
  ema,
  gam,
  lska,
  shuffleAttention,
  spatialAttention,
  tripletAttention,
} from './spatial-attention.ts';
import { addRow, addScaled, multiply, silenceChannel, spaceToDepth } from './wiring.ts';
import { elan, elanH, elanT, mp1, mp2, sppcspc, sppcspcSim } from './yolov7.ts';

/** Modules that no release of the framework has and many public files use. */
export const forkModules: readonly ModuleDefinition[] = [
  silenceChannel,
  addRow,
  addScaled,
  multiply,
  spaceToDepth,
  elan,
  elanH,
  elanT,
  mp1,
  mp2,
  sppcspc,
  sppcspcSim,
  seAttention,
  efficientChannelAttention,
  effectiveSe,
  simAm,
  coordAtt,
  ema,
  gam,
  tripletAttention,
  lska,
  caa,
  shuffleAttention,
  channelAttention,
  spatialAttention,
  fusion,
  biFpnConcat2,
  biFpnConcat3,
  biFpnAdd2,
  biFpnAdd3,
  zoomCat,
  gsConv,
  gsConvNs,
  gsConvE,
  gsBottleneck,
  voVGscsp,
  spdConv,
  rfaConv,
  sppfLska,
  maNet,
  partialConv,
  ...fasterKin,
  odConv2d,
  ...odConvKin,
  ...diverseKin,
  ...starKin,
  ...bottleneckKin,
  repVggBlock,
  repVggBlockV6,
  condConv,
  condConv2D,
  dcnV2,
  ...dcnKin,
  involution,
  dySample,
  carafe,
  eucb,
  scalSeq,
  dynamicScalSeq,
  lawds,
  v7DownSampling,
  akConv,
  ldConv,
  ...akConvKin,
  segNextAttention,
  lskUnit,
  lskBlock,
  focalModulation,
  mlca,
  namAttention,
  hyperCompute,
  dsConvYolo13,
  crossTransformerFusion,
  cspStage,
  hsfpnAttention,
  ...maNetKin,
];
