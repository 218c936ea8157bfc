import assert from 'node:assert/strict';

/**
 * Equal to 1e-4 of the largest value, channel by channel, because boxes are in pixels and scores below one. `rounding`: what is allowed
 * besides, for channels that are what cancellation leaves of larger numbers.
 */
export function assertClose(backend: string, actual: Float32Array, expected: Float32Array, channels: number, rounding = 0): void {
  assert.equal(actual.length, expected.length, `${backend}: number of elements`);
  const length = expected.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    let scale = 0;
    let worst = 0;
    for (let i = channel * length; i < (channel + 1) * length; i++) {
      scale = Math.max(scale, Math.abs(expected[i] ?? 0));
      const difference = Math.abs((expected[i] ?? 0) - (actual[i] ?? 0));
      worst = Math.max(worst, difference);
    }
    assert.ok(worst <= 1e-4 * scale + rounding, `${backend}: channel ${channel} is off by ${worst} where its largest value is ${scale}`);
  }
}
