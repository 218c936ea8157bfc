/** Numbers for people. Three significant digits unless the name says otherwise; units are the field's own. */

/** A count with its unit: `464`, `74.0 k`, `2.62 M`, `1.20 G`. */
export function count(n: number): string {
  const units = ['', ' k', ' M', ' G', ' T'];
  let unit = 0;
  let value = Math.abs(n);
  // 999.5 would print as a thousand, so it belongs to the next unit already.
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${n < 0 ? '−' : ''}${unit === 0 ? trim(value) : digits(value)}${units[unit]}`;
}

/** Every digit, in groups of three: `2,624,080`. */
export function exact(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** GFLOPs without the unit: `108`, `6.54`, `0.236`, `0.0053`, `0`. */
export function gflops(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  const text = size >= 99.95 ? size.toFixed(1) : size >= 0.9995 ? size.toFixed(2) : size >= 0.01 ? size.toFixed(3) : small(size);
  return `${value < 0 ? '−' : ''}${text}`;
}

/** GFLOPs of multiply-accumulates: a multiply-accumulate is two operations. */
export function gflopsOfMacs(macs: number): string {
  return gflops((2 * macs) / 1e9);
}

/** Memory: `512 B`, `1.50 KiB`, `12.5 MiB`. */
export function bytes(n: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  let value = n;
  while (value >= (unit === 0 ? 1024 : 1023.5) && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? String(value) : value >= 999.5 ? value.toFixed(0) : digits(value)} ${units[unit]}`;
}

/** A shape without its batch axis: `64×80×80`. */
export function shape(sizes: readonly number[]): string {
  return sizes.length === 0 ? '()' : sizes.join('×');
}

/** Several shapes, where a row reads or gives more than one: `64×80×80, 128×40×40`. */
export function shapes(list: readonly (readonly number[])[]): string {
  return list.map(shape).join(', ');
}

/** A difference of counts with its sign: `+1.11 M`, `−74.0 k`, `±0`. */
export function countDelta(n: number): string {
  return signed(n, count);
}

/** A difference of GFLOPs with its sign: `+0.0054`. */
export function gflopsDelta(n: number): string {
  return signed(n, gflops);
}

/** A part of a whole: `49 %`, `2.8 %`, `0.03 %`. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '0 %';
  const percent = (100 * part) / whole;
  return `${percent >= 9.95 ? percent.toFixed(0) : percent >= 0.095 || percent === 0 ? trim(Number(percent.toFixed(1))) : percent.toPrecision(1)} %`;
}

/** Milliseconds: `123 ms`, `4.56 ms`, `0.012 ms`. */
export function milliseconds(ms: number): string {
  return `${ms >= 99.5 ? ms.toFixed(0) : ms >= 9.995 ? ms.toFixed(1) : ms >= 0.9995 ? ms.toFixed(2) : ms.toFixed(3)} ms`;
}

/** A difference of times with its sign: `+0.123 ms`. */
export function millisecondsDelta(ms: number): string {
  return signed(ms, (value) => `${value < 0 ? '−' : ''}${milliseconds(Math.abs(value))}`);
}

/** An image size as [height, width]: `640×640`. */
export function imageSize(size: readonly [number, number]): string {
  return `${size[0]}×${size[1]}`;
}

function signed(n: number, print: (n: number) => string): string {
  return n > 0 ? `+${print(n)}` : n < 0 ? print(n) : '±0';
}

function digits(value: number): string {
  return value >= 99.95 ? value.toFixed(0) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}

function trim(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toFixed(2)));
}

/** Two significant digits without an exponent. */
function small(value: number): string {
  const decimals = Math.min(12, 1 - Math.floor(Math.log10(value)));
  return value.toFixed(decimals).replace(/0+$/, '').replace(/\.$/, '');
}
