import { inBackbone, reported } from './reported.ts';

reported('channels', [
  {
    title: 'groups that do not divide them',
    text: inBackbone(`
  - [-1, 1, Conv, [256, 3, 1, None, 3]]
#                                   ^ groups: 3 groups do not divide 64 input and 64 output channels; 1, 2, 4, 8 or 16 do: Conv(c1=64, c2=64,…
`),
    fix: 'Use 1 group',
  },
  {
    title: 'groups of one scale',
    text: inBackbone(`
  - [-1, 1, Conv, [256, 3, 1, None, 256]]
#                                   ^^^ groups: 256 groups do not divide 64 input and 64 output channels; 4, 8, 16, 32 or 64 do: Conv(c1=64,…
`),
  },
  {
    title: 'groups of a transposed convolution',
    text: inBackbone(`
  - [-1, 1, nn.ConvTranspose2d, [256, 3, 1, 1, 0, 256]]
#                                                 ^^^ groups: 256 groups do not divide 64 input and 64 output channels; 4, 8, 16, 32 or 64 do:…
`),
  },
  {
    title: 'groups inside a block',
    text: inBackbone(`
  - [-1, 2, C2f, [256, True, 3]]
#                            ^ groups: 3 groups do not divide the 32 channels inside C2f; 1, 2, 4, 8 or 16 do: C2f(c1=64, c2=64, n=1,…
`),
    fix: 'Use 1 group',
  },
  {
    title: 'GhostBottleneck in the place of C3',
    text: inBackbone(`
  - [-1, 6, GhostBottleneck, [512]]
#        ^ channel-mismatch: row 3 runs GhostBottleneck 3 times in sequence; each is built for 64 channels, but the…
`),
    fix: 'Use C3Ghost, which repeats inside',
  },
  {
    title: 'GhostBottleneck that changes them',
    text: inBackbone(`
  - [-1, 1, GhostBottleneck, [512]]
#                             ^^^ channel-mismatch: GhostBottleneck needs as many output as input channels: GhostBottleneck(c1=64, c2=128)…
`),
    fix: 'Write 256, as row 2 (C3k2)',
  },
  {
    title: 'Bottleneck in the place of C2f',
    text: inBackbone(`
  - [-1, 6, Bottleneck, [512]]
#        ^ channel-mismatch: row 3 runs Bottleneck 3 times in sequence; each is built for 64 channels, but the…
`),
    fix: 'Use C2f, which repeats inside',
  },
  {
    title: 'heads of AIFI',
    text: inBackbone(`
  - [-1, 1, AIFI, [1024, 7]]
#                        ^ wrong-arguments: the number of heads must divide the 64 channels: AIFI(c1=64, cm=1024, num_heads=7)…
`),
    fix: 'Write 8',
  },
  {
    title: 'C2PSA that changes them',
    text: inBackbone(`
  - [-1, 2, C2PSA, [512]]
#                   ^^^ channel-mismatch: C2PSA needs as many output as input channels: C2PSA(c1=64, c2=128, n=1) (Ultralytics:…
`),
    fix: 'Write 256, as row 2 (C3k2)',
  },
  {
    title: 'A2C2f that is too narrow',
    text: inBackbone(`
  - [-1, 2, A2C2f, [128, True, 4]]
#                   ^^^ wrong-arguments: half of the channels must be a multiple of 32, but 128 becomes 32 at width 0.25:…
`),
    fix: 'Write 256',
  },
  {
    title: 'a layer of ResNet for other channels than it gets',
    text: `
nc: 4
backbone:
  - [-1, 1, ResNetLayer, [3, 64, 1, True, 1]]
  - [-1, 1, ResNetLayer, [64, 64, 1, False, 3]]
  - [-1, 1, ResNetLayer, [64, 128, 2, False, 4]]
#                         ^^ channel-mismatch: ResNetLayer gets its arguments as they stand, the input channels first: it is built…
head:
  - [[1, 2], 1, Detect, [nc]]
`,
    fix: 'Write 256',
  },
  {
    title: 'a convolution of PyTorch that changes them',
    text: `
nc: 4
scales:
  n: [0.50, 0.25, 1024]
  m: [0.50, 1.00, 512]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 2, C3k2, [256, False]]
  - [-1, 1, nn.Conv2d, [64, 128, 3, 1, 1]]
#                       ^^ channel-mismatch: nn.Conv2d gets its arguments as they stand, the input channels first: it is built for…
  - [-1, 1, Conv, [512, 3, 2]]
#    ^^ channel-mismatch: row 4 is built for another number of channels than it gets: row 3 (nn.Conv2d) gives…
head:
  - [[3, 4], 1, Detect, [nc]]
`,
  },
  {
    title: 'rounded up',
    text: inBackbone(`
  - [-1, 1, Conv, [100, 3, 1]]
#                  ^^^ rounded-channels: 100 × 0.25 = 25 channels are rounded up to 32
`),
  },
  {
    title: 'as many as there are classes',
    text: `
nc: 128
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
#                  ^^^ nc-as-channels: row 1 (Conv) writes 128 channels, as many as there are classes: this release does not…
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    options: { upstream: '8.3.253' },
  },
  {
    title: 'the first row in sequence',
    text: `
nc: 4
backbone:
  - [-1, 3, Conv, [64, 3, 8]]
#        ^ channel-mismatch: row 0 runs Conv 3 times in sequence; each is built for 3 channels, but the second gets…
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Run it once',
  },
  {
    title: 'PSA that changes them',
    text: inBackbone(`
  - [-1, 1, PSA, [512]]
#                 ^^^ channel-mismatch: PSA needs as many output as input channels: PSA(c1=64, c2=128) (Ultralytics: AssertionError)
`),
    fix: 'Write 256, as row 2 (C3k2)',
  },
]);
