import assert from 'node:assert/strict';
import { shortRenderer } from '../../src/profiler/browser/adapter.ts';

describe('names of graphics adapters', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['ANGLE (NVIDIA, NVIDIA GeForce RTX 3080 (0x00002206) Direct3D11 vs_5_0 ps_5_0, D3D11)', 'NVIDIA GeForce RTX 3080'],
    ['ANGLE (Apple, ANGLE Metal Renderer: Apple M2 Pro, Unspecified Version)', 'Apple M2 Pro'],
    ['ANGLE (Intel, Mesa Intel(R) Xe Graphics (TGL GT2), OpenGL 4.6)', 'Mesa Intel(R) Xe Graphics (TGL GT2)'],
    ['ANGLE (NVIDIA Corporation, NVIDIA GeForce GTX 1660/PCIe/SSE2, OpenGL 4.5.0)', 'NVIDIA GeForce GTX 1660'],
    ['ANGLE (AMD, AMD Radeon RX 6800 (radeonsi, navi21, LLVM 15.0.7), OpenGL 4.6)', 'AMD Radeon RX 6800 (radeonsi, navi21, LLVM 15.0.7)'],
    ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)', 'SwiftShader Device (Subzero)'],
    ['ANGLE (NVIDIA, Vulkan 1.3.277 (NVIDIA NVIDIA H100 (0x00002330)), NVIDIA)', 'NVIDIA NVIDIA H100'],
    ['Mali-G78', 'Mali-G78'],
  ];
  for (const [renderer, name] of cases) it(name, () => assert.equal(shortRenderer(renderer), name));
});
