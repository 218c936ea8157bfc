import { inBackbone, inHead, reported } from './reported.ts';

reported('training', [
  {
    title: 'image channels that the framework ignores',
    text: `
ch: 4
#^ ignored-key: Ultralytics 8.4.190 ignores ch: the image has the channels that the data file says, 3 without one
nc: 4
scales:
  n: [0.50, 0.25, 1024]
  m: [0.50, 1.00, 512]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 2, C3k2, [256, False]]
  - [-1, 1, Conv, [512, 3, 2]]
head:
  - [[2, 3], 1, Detect, [nc]]
`,
  },
  {
    title: 'the same by its newer name',
    text: `
channels: 4
#^^^^^^^ ignored-key: Ultralytics 8.4.190 ignores channels: the image has the channels that the data file says, 3…
nc: 4
scales:
  n: [0.50, 0.25, 1024]
  m: [0.50, 1.00, 512]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 2, C3k2, [256, False]]
  - [-1, 1, Conv, [512, 3, 2]]
head:
  - [[2, 3], 1, Detect, [nc]]
`,
  },
  {
    title: 'anchors',
    text: `
anchors: 3
#^^^^^^ ignored-key: anchors belong to YOLOv5 and older: no head of this release reads them
nc: 4
scales:
  n: [0.50, 0.25, 1024]
  m: [0.50, 1.00, 512]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 2, C3k2, [256, False]]
  - [-1, 1, Conv, [512, 3, 2]]
head:
  - [[2, 3], 1, Detect, [nc]]
`,
  },
  {
    title: 'data of another number of classes',
    text: `
nc: 4
#   ^ data-classes: data.yaml has 7 classes: training builds the model for those (“Overriding model.yaml nc=4…
scales:
  n: [0.50, 0.25, 1024]
  m: [0.50, 1.00, 512]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 2, C3k2, [256, False]]
  - [-1, 1, Conv, [512, 3, 2]]
head:
  - [[2, 3], 1, Detect, [nc]]
`,
    fix: 'Write 7',
    options: { data: [{ file: 'data.yaml', classes: 7 }] },
  },
  {
    title: 'BatchNorm on one cell',
    text: `
nc: 4
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, nn.AdaptiveAvgPool2d, [1]]
  - [-1, 1, Conv, [64]]
#           ^^^^ single-cell-norm: row 2 (Conv) normalises maps of 1×1: training stops at a batch of one image
head:
  - [-1, 1, Classify, [nc]]
#           ^^^^^^^^ single-cell-norm: row 3 (Classify) normalises maps of 1×1: training stops at a batch of one image
`,
  },
  {
    title: 'a backward pass that is not deterministic',
    text: inHead(`
  - [-1, 1, nn.Upsample, [None, 2, bilinear]]
#           ^^^^^^^^^^^ nondeterministic: row 4 (nn.Upsample) has no deterministic backward pass on CUDA…
  - [[-1, 2], 1, Concat, [1]]
  - [[5, 3], 1, Detect, [nc]]
`),
  },
  {
    title: 'kernels that no exporter can hold',
    text: inBackbone(`
  - [-1, 1, DynamicConv, [256, 3]]
#           ^^^^^^^^^^^ needs-registration: DynamicConv must be registered: an unmodified Ultralytics 8.4.190 stops here with…
#           ^^^^^^^^^^^ computed-kernel: the kernels of row 3 are computed for each image: int8 and most mobile formats need…
`),
  },
  {
    title: 'exponentials in half precision',
    text: inBackbone(`
  - [-1, 1, EVCBlock, [256]]
#           ^^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module EVCBlock: the class belongs to CFPNet. Copy it from…
#           ^^^^^^^^ half-precision: row 3 (EVCBlock) takes exponentials of distances, which overflow in half precision:…
`),
  },
  {
    title: 'weights behind a row that was put in',
    text: `
nc: 4
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, nn.Identity, []]
  - [-1, 1, Conv, [128, 3, 2]]
#           ^^^^ weights-lost: of the weights of base.yaml, 0.4 % find their place here, the others are lost from row 2 (Conv) on:…
head:
  - [[1, 2], 1, Detect, [nc]]
`,
    options: {
      pretrained: {
        fileName: 'base.yaml',
        text: 'nc: 4\nscales:\n  n: [0.50, 0.25, 1024]\nbackbone:\n  - [-1, 1, Conv, [64, 3, 8]]\n  - [-1, 1, Conv, [128, 3, 2]]\nhead:\n  - [[0, 1], 1, Detect, [nc]]\n',
      },
    },
  },
  {
    title: 'a scan of states in half precision',
    text: inBackbone(`
  - [-1, 1, VSSBlock, [256]]
#           ^^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module VSSBlock: the class belongs to Mamba-YOLO. Copy it from there,…
#           ^^^^^^^^ half-precision: row 3 (VSSBlock) scans a sequence of states, which overflows in half precision: where the loss…
`),
  },
  {
    title: 'a Fourier transform in half precision',
    text: inBackbone(`
  - [-1, 1, FFC, [256, 3]]
#           ^^^ unknown-module: Ultralytics 8.4.190 knows no module FFC; a module of your own must be registered there first…
#           ^^^ half-precision: row 3 (FFC) makes a Fourier transform, which half precision knows only for sides that are powers of…
`),
  },
]);
