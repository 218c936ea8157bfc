/** A graphics adapter as the browser describes it. */
export interface Adapter {
  /** As far as the browser tells: `NVIDIA GeForce RTX 3080`, or only `nvidia ampere`. */
  readonly name: string;
  /** A GPU imitated on the processor. */
  readonly software: boolean;
  /** The device has timestamps of its own. */
  readonly timestamps: boolean;
}

/** What browsers tell of an adapter, in WebGPU's words. */
type AdapterInfo = Partial<Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description' | 'isFallbackAdapter'>>;

/** The adapter that WebGPU would use; a reason in words where there is none. Asked before tfjs, which would quietly take WebGL instead. */
export async function webgpuAdapter(): Promise<Adapter | string> {
  const gpu = navigator.gpu as GPU | undefined;
  if (!gpu) return 'this window has no WebGPU';
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return 'the browser offers no WebGPU adapter: no GPU, its driver is blocked, or WebGPU is switched off';
  const { info } = adapter;
  return { name: adapterName(info), software: isSoftware(info), timestamps: adapter.features.has('timestamp-query') };
}

/** The adapter that WebGL 2 would use. */
export function webglAdapter(): Adapter | string {
  const renderer = webglRenderer();
  if (renderer === undefined) return 'this window has no WebGL 2';
  return { name: shortRenderer(renderer), software: isSoftware({ description: renderer }), timestamps: false };
}

/** Versions to note beside results that were made in this browser. */
export function browserVersions(tfjs: string): Record<string, string> {
  const [, chromium] = /Chrome\/([\d.]+)/.exec(navigator.userAgent) ?? [];
  return { tfjs, ...(chromium && { chromium }), system: navigator.platform };
}

/** `NVIDIA GeForce RTX 3080` out of `ANGLE (NVIDIA, NVIDIA GeForce RTX 3080 (0x00002206) Direct3D11 vs_5_0 ps_5_0, D3D11)`. */
export function shortRenderer(renderer: string): string {
  // ANGLE (vendor, device, driver): the device may have commas of its own.
  const device = /^ANGLE \([^,]*, (.*), [^,]*\)$/.exec(renderer)?.[1] ?? renderer;
  const short = device
    .replace(/^ANGLE Metal Renderer: /, '')
    .replace(/^Vulkan [\d.]+ \((.*)\)$/, '$1')
    .replace(/ \(0x[\da-f]+\)/i, '')
    .replace(/ (Direct3D|OpenGL)\S* .*$|\/PCIe.*$/i, '');
  return short.trim() || renderer;
}

/** WebGPU often hides the model; WebGL names it, and is believed where the vendor is the same. */
function adapterName(info: AdapterInfo): string {
  const { vendor = '', architecture = '', device = '', description = '' } = info;
  const known = [vendor, architecture].filter(Boolean).join(' ') || device || 'unknown adapter';
  if (description) return description;
  const renderer = vendor && !isSoftware(info) ? webglRenderer() : undefined;
  return renderer?.toLowerCase().includes(vendor.toLowerCase()) ? shortRenderer(renderer) : known;
}

function isSoftware({ vendor, architecture, device, description, isFallbackAdapter = false }: AdapterInfo): boolean {
  const words = [vendor, architecture, device, description].join(' ');
  return isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|\bwarp\b/i.test(words);
}

function webglRenderer(): string | undefined {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2', { powerPreference: 'high-performance' });
  if (!gl) return undefined;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return String(renderer);
}
