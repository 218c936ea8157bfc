/**
 * Releases of the framework and of its counter that people have together: what `pip` installed on the day of a release, or installs
 * today beside one that is pinned. The counter is not pinned by the framework, so that the same model prints different numbers.
 */
export const commonMixtures = [
  { upstream: '8.3.63', thop: '2.0.18' },
  { upstream: '8.4.190', thop: '2.2.3' },
  { upstream: '8.3.253', thop: '2.2.3' },
  { upstream: '8.4.101', thop: '2.0.18' },
] as const;
