/** A small detector, quick to profile. */
export const model = `# A small detector
nc: 3 # classes
scales:
  n: [0.50, 0.25, 1024]
  s: [1.00, 0.50, 1024]

backbone:
  # [from, repeats, module, args]
  - [-1, 1, Conv, [64, 3, 2]] # 0-P1/2
  - [-1, 1, Conv, [128, 3, 2]] # 1-P2/4
  - [-1, 2, C3k2, [256, False, 0.25]] # 2
  - [-1, 1, Conv, [256, 3, 2]] # 3-P3/8

head:
  - [-1, 1, nn.Upsample, [None, 2, "nearest"]] # 4
  - [[-1, 2], 1, Concat, [1]] # 5
  - [-1, 2, C3k2, [256, False]] # 6
  - [[3, 6], 1, Detect, [nc]] # 7
`;
