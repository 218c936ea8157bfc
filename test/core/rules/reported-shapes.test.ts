import { inHead, inNeck, reported } from './reported.ts';

reported('shapes', [
  {
    title: 'two strides joined',
    text: inHead(`
  - [[-1, 2], 1, Concat, [1]]
#         ^ size-mismatch: row 4 joins maps of different sizes: row 3 (Conv) 128×20×20 at stride 32 and row 2 (C3k2)…
  - [[2, 4], 1, Detect, [nc]]
`),
    fix: 'Put an nn.Upsample of 2 behind row 3 (Conv) for it',
  },
  {
    title: 'three strides joined',
    text: inHead(`
  - [[0, 1, 3], 1, Concat, [1]]
#        ^ size-mismatch: row 4 joins maps of different sizes: row 0 (Conv) 16×80×80 at stride 8, row 1 (Conv)…
  - [[4, 2, 3], 1, Detect, [nc]]
`),
    fix: 'Enlarge all of them to stride 8',
  },
  {
    title: 'joined along another axis',
    text: inHead(`
  - [[1, 2], 1, Concat, [2]]
#                       ^^^ size-mismatch: row 4 joins along another axis than the channels, in which these are equal: row 1 (Conv)…
  - [[4, 3], 1, Detect, [nc]]
`),
    fix: 'Write [1]',
  },
  {
    title: 'two strides added',
    text: inHead(`
  - [[-1, 2], 1, Add, []]
#         ^ size-mismatch: row 4 joins maps of different sizes: row 3 (Conv) 128×20×20 at stride 32 and row 2 (C3k2)…
#                ^^^ needs-registration: Add must be registered: an unmodified Ultralytics 8.4.190 stops here with KeyError:…
  - [[2, 4], 1, Detect, [nc]]
`),
    fix: 'Put an nn.Upsample of 2 behind row 3 (Conv) for it',
  },
  {
    title: 'other channels added',
    text: inHead(`
  - [[2, 1], 1, Add, []]
#        ^ size-mismatch: row 4 adds maps of different channels: row 2 (C3k2) 64×40×40 at stride 16 and row 1…
#               ^^^ needs-registration: Add must be registered: an unmodified Ultralytics 8.4.190 stops here with KeyError:…
  - [[4, 3], 1, Detect, [nc]]
`),
    fix: 'Put a Conv with a kernel of 1 behind row 1 (Conv) for it',
  },
  {
    title: 'a convolution without padding',
    text: inHead(`
  - [2, 1, Conv, [512, 3, 2, 0]]
  - [[-1, 3], 1, Concat, [1]]
#         ^ size-mismatch: row 5 joins maps of different sizes: row 4 (Conv) 128×19×19 and row 3 (Conv) 128×20×20 at…
  - [[2, 5], 1, Detect, [nc]]
`),
    fix: 'Pad by 1',
  },
  {
    title: 'an even kernel',
    text: inHead(`
  - [2, 1, Conv, [512, 4, 2]]
  - [[-1, 3], 1, Concat, [1]]
#         ^ size-mismatch: row 5 joins maps of different sizes: row 4 (Conv) 128×21×21 and row 3 (Conv) 128×20×20 at…
  - [[2, 5], 1, Detect, [nc]]
`),
    fix: 'Use a kernel of 3',
  },
  {
    title: 'a pooling without padding',
    text: inHead(`
  - [2, 1, nn.MaxPool2d, [3, 2]]
  - [[-1, 3], 1, Concat, [1]]
#         ^ size-mismatch: row 5 joins maps of different sizes: row 4 (nn.MaxPool2d) 64×19×19 and row 3 (Conv)…
  - [[2, 5], 1, Detect, [nc]]
`),
    fix: 'Pad by 1',
  },
  {
    title: 'a transposed convolution with a kernel of 3',
    text: inHead(`
  - [-1, 1, ConvTranspose, [256, 3, 2]]
  - [[-1, 2], 1, Concat, [1]]
#         ^ size-mismatch: row 5 joins maps of different sizes: row 4 (ConvTranspose) 64×41×41 and row 2 (C3k2)…
  - [[5, 3], 1, Detect, [nc]]
`),
    fix: 'Use a kernel of 2',
  },
  {
    title: 'levels from coarse to fine',
    text: inHead(`
  - [[3, 2], 1, Detect, [nc]]
#        ^ detection-levels: row 4 reads row 2 (C3k2) at stride 16 behind row 3 (Conv) at stride 32: levels go from…
`),
    fix: 'Order the levels from the finest to the coarsest',
  },
  {
    title: 'two levels of one stride',
    text: inHead(`
  - [[1, 2, 3], 1, Detect, [nc]]
#        ^ detection-levels: row 4 reads row 2 (C3k2) at stride 16, as row 1 (Conv): two levels of one size
`),
    fix: 'Remove it from the list',
  },
  {
    title: 'a level between is missing',
    text: inHead(`
  - [[0, 3], 1, Detect, [nc]]
#        ^ detection-levels: row 4 reads row 0 (Conv) at stride 8 and then row 3 (Conv) at stride 32: the level…
`),
    fix: 'Read row 2 (C3k2) as the level at stride 16',
  },
  {
    title: 'an image that is no multiple of the stride',
    text: inHead(`
  - [[2, 3], 1, Detect, [nc]]
#               ^^^^^^ image-size: the image size 650×650 is no multiple of 32: the framework takes 672×672
`),
    options: { imgsz: [650, 650] },
  },
  {
    title: 'a kernel larger than the map',
    text: inHead(`
  - [-1, 1, Conv, [512, 3, 16]]
  - [-1, 1, Conv, [512, 9, 1, 0]]
#                       ^ wrong-arguments: the kernel is larger than what it reads, 128×2×2 at stride 320: Conv(c1=128, c2=128,…
  - [[2, 3, 5], 1, Detect, [nc]]
`),
  },
  {
    title: 'a join without the step up',
    text: inNeck(`
  - [[-1, 1], 1, Concat, [1]]
#         ^ size-mismatch: row 4 joins maps of different sizes: row 3 (C2f) 64×40×40 at stride 16 and row 1 (C2f) 32×80×80 at…
  - [-1, 2, C2f, [128]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [[-1, 3], 1, Concat, [1]]
  - [-1, 2, C2f, [256]]
  - [[5, 8], 1, Detect, [nc]]
`),
    fix: 'Put an nn.Upsample of 2 behind row 3 (C2f) for it',
  },
  {
    title: 'a step down without its stride',
    text: inNeck(`
  - [-1, 1, nn.Upsample, [None, 2, nearest]]
  - [[-1, 1], 1, Concat, [1]]
  - [-1, 2, C2f, [128]]
  - [-1, 1, Conv, [128, 3]]
  - [[-1, 3], 1, Concat, [1]]
#         ^ size-mismatch: row 8 joins maps of different sizes: row 7 (Conv) 32×80×80 at stride 8 and row 3 (C2f) 64×40×40 at…
  - [-1, 2, C2f, [256]]
  - [[6, 9], 1, Detect, [nc]]
`),
  },
  {
    title: 'a factor of 4 for one level',
    text: inHead(`
  - [-1, 1, nn.Upsample, [None, 4, nearest]]
  - [[-1, 2], 1, Concat, [1]]
#         ^ size-mismatch: row 5 joins maps of different sizes: row 4 (nn.Upsample) 128×80×80 at stride 8 and row 2 (C3k2)…
  - [[5, 3], 1, Detect, [nc]]
`),
  },
]);
