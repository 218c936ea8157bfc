import type { ModuleDefinition } from '../../define.ts';
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
];
