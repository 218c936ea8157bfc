/** Whether an error text says that memory ran out, as V8, emscripten, TensorFlow, WebGL and WebGPU say it. */
export function isOutOfMemory(message: string): boolean {
  return /out of memory|\bOOM\b|allocation failed|cannot enlarge memory|resource ?exhausted|invalid (typed )?array (buffer )?length|bad_alloc/i.test(
    message,
  );
}
