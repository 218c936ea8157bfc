import { inBackbone, inHead, reported } from './reported.ts';

reported('modules', [
  {
    title: 'of a later release',
    text: inBackbone(`
  - [-1, 2, A2C2f, [256, True, 4]]
#           ^^^^^ needs-registration: A2C2f exists since Ultralytics 8.3.78: an unmodified 8.3.63 stops here with…
`),
    options: { upstream: '8.3.63' },
  },
  {
    title: 'a head of a later release',
    text: inHead(`
  - [[2, 3], 1, Segment26, [nc, 32, 256]]
#               ^^^^^^^^^ needs-registration: Segment26 exists since Ultralytics 8.4.0: an unmodified 8.3.253 stops here with…
`),
    options: { upstream: '8.3.253' },
  },
  {
    title: 'in another case',
    text: inBackbone(`
  - [-1, 2, C3K2, [256, False]]
#           ^^^^ unknown-module: Ultralytics 8.4.190 knows no module C3K2; did you mean C3k2? (Ultralytics: KeyError: 'C3K2')
`),
    fix: 'Change to C3k2',
  },
  {
    title: 'with two letters that changed places',
    text: inBackbone(`
  - [-1, 1, CBMA, [7]]
#           ^^^^ unknown-module: Ultralytics 8.4.190 knows no module CBMA; did you mean CBAM? (Ultralytics: KeyError: 'CBMA')
`),
    fix: 'Change to CBAM',
  },
  {
    title: 'with a letter missing',
    text: inBackbone(`
  - [-1, 3, C3Ghst, [256]]
#           ^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module C3Ghst; did you mean C3Ghost? (Ultralytics:…
`),
    fix: 'Change to C3Ghost',
  },
  {
    title: 'of PyTorch without its prefix',
    text: inBackbone(`
  - [-1, 1, MaxPool2d, [3, 1, 1]]
#           ^^^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module MaxPool2d; did you mean nn.MaxPool2d? (Ultralytics:…
`),
    fix: 'Change to nn.MaxPool2d',
  },
  {
    title: 'with the full path of PyTorch',
    text: inBackbone(`
  - [-1, 1, torch.nn.Identity, []]
#           ^^^^^^^^^^^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module torch.nn.Identity; did you mean nn.Identity?…
`),
    fix: 'Change to nn.Identity',
  },
  {
    title: 'with the prefix of PyTorch in front of one that is not',
    text: inBackbone(`
  - [-1, 1, nn.Conv, [256, 3]]
#           ^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module nn.Conv; did you mean Conv? (Ultralytics:…
`),
    fix: 'Change to Conv',
  },
  {
    title: 'by the name of another fork',
    text: inBackbone(`
  - [-1, 1, ECAAttention, []]
#           ^^^^^^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module ECAAttention; here it is called…
`),
    fix: 'Change to EfficientChannelAttention',
  },
  {
    title: 'by the name of a darknet file',
    text: inBackbone(`
  - [-1, 1, CBS, [256, 3]]
#           ^^^ unknown-module: Ultralytics 8.4.190 knows no module CBS; its name is Conv (Ultralytics: KeyError: 'CBS')
`),
    fix: 'Change to Conv',
  },
  {
    title: 'from the repository of a paper',
    text: inBackbone(`
  - [-1, 3, C3STR, [256]]
#           ^^^^^ unknown-module: Ultralytics 8.4.190 knows no module C3STR: the class belongs to TPH-YOLOv5, for example…
`),
  },
  {
    title: 'from the tree of another YOLO',
    text: inBackbone(`
  - [-1, 1, SimSPPF, [256, 5]]
#           ^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module SimSPPF: the class belongs to YOLOv6, for example in…
`),
  },
  {
    title: 'a head of another YOLO',
    text: inHead(`
  - [[2, 3], 1, IDetect, [nc]]
#               ^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module IDetect: the class belongs to YOLOv7, for example in…
`),
  },
  {
    title: 'in the package, where its parser does not see it',
    text: inBackbone(`
  - [-1, 1, LightConv, [256, 3]]
#           ^^^^^^^^^ unknown-module: Ultralytics has a class LightConv, but its parser does not see it: it must be registered…
`),
  },
  {
    title: 'attention that the package has and its parser does not see',
    text: inBackbone(`
  - [-1, 1, CBAM, [7]]
#           ^^^^ needs-registration: CBAM must be registered: an unmodified Ultralytics 8.4.190 stops here with KeyError:…
`),
  },
  {
    title: "of one's own",
    text: inBackbone(`
  - [-1, 1, vanillanetStage, [256, 1, 2]]
#           ^^^^^^^^^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module vanillanetStage; a module of your own must be…
`),
  },
  {
    title: 'defined in the workspace, and not registered',
    text: inBackbone(`
  - [-1, 1, MyBlock, [256]]
#           ^^^^^^^ unknown-module: models/blocks.py:3 defines a class MyBlock, but the parser does not see it: import it in…
`),
    options: {
      classes: {
        MyBlock: { file: 'models/blocks.py', line: 3, registered: false },
        CBAM: { file: 'models/blocks.py', line: 9, registered: false },
      },
    },
  },
  {
    title: 'of the catalogue, defined in the workspace',
    text: inBackbone(`
  - [-1, 1, CBAM, [7]]
#           ^^^^ needs-registration: models/blocks.py:9 defines a class CBAM, but the parser does not see it…
`),
    options: {
      classes: {
        MyBlock: { file: 'models/blocks.py', line: 3, registered: false },
        CBAM: { file: 'models/blocks.py', line: 9, registered: false },
      },
    },
  },
  {
    title: 'all at once, each name once',
    text: `
nc: 4
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, SE, [16]]
#           ^^ unknown-module: Ultralytics 8.4.190 knows no module SE; here it is called SEAttention, which must be…
  - [-1, 1, Cnv, [64, 3]]
#           ^^^ unknown-module: Ultralytics 8.4.190 knows no module Cnv; did you mean Conv? (Ultralytics: KeyError: 'Cnv')
  - [-1, 1, DCNv3, [64]]
#           ^^^^^ unknown-module: Ultralytics 8.4.190 knows no module DCNv3: the class belongs to Deformable ConvNets.…
  - [-1, 1, SE, [16]]
head:
  - [[4], 1, Detect, [nc]]
`,
  },
  {
    title: 'by a key of the file',
    text: `
nc: 4
node_mode: C2f
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 2, node_mode, [64]]
#           ^^^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module node_mode: only parsers of forks read node_mode as a…
head:
  - [[1], 1, Detect, [nc]]
`,
    fix: 'Change to C2f',
  },
  {
    title: 'from one of many forks',
    text: inBackbone(`
  - [-1, 1, RFCBAMConv, [256, 3]]
#           ^^^^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module RFCBAMConv: the class belongs to…
`),
  },
  {
    title: 'with a space that cannot be seen',
    text: inBackbone(`
  - [-1, 1,\u00a0Conv, [256, 3]]
#          ^^^^^ unknown-module: Ultralytics 8.4.190 knows no module '\\u00a0Conv': it contains a character that cannot be…
`),
    fix: 'Change to Conv',
  },
  {
    title: 'with the module of Python that it is in',
    text: inBackbone(`
  - [-1, 2, ultralytics.nn.modules.C2f, [256]]
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module ultralytics.nn.modules.C2f: the parser takes names without the…
`),
    fix: 'Change to C2f',
  },
  {
    title: "with YOLOv5's own module of Python",
    text: inBackbone(`
  - [-1, 1, models.common.CBAM, [7]]
#           ^^^^^^^^^^^^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module models.common.CBAM: the parser takes names without the package…
`),
    fix: 'Change to CBAM',
  },
  {
    title: 'from the repository of a network',
    text: inBackbone(`
  - [-1, 1, MBConvBlock, [16, 32, 3, 1]]
#           ^^^^^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module MBConvBlock: the class belongs to EfficientNet. Copy it from…
`),
  },
  {
    title: 'a block with the convolution of a paper',
    text: inBackbone(`
  - [-1, 2, C2f_DCN, [256]]
#           ^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module C2f_DCN: the class belongs to Deformable ConvNets. Copy it from…
`),
  },
  {
    title: 'a join by the words in another order',
    text: inHead(`
  - [[1, 2], 1, Concat_BiFPN, [1]]
#               ^^^^^^^^^^^^ unknown-module: Ultralytics 8.4.190 knows no module Concat_BiFPN; here it is called BiFPN_Concat2, which must be…
  - [[4, 3], 1, Detect, [nc]]
`),
    fix: 'Change to BiFPN_Concat2',
  },
  {
    title: 'text attention in a model without text',
    text: inBackbone(`
  - [-1, 2, C2fAttn, [256, 128, 4]]
#           ^^^^^^^ text-input: C2fAttn needs text embeddings, which only a model gets whose last module is WorldDetect (Ultralytics:…
`),
  },
]);
