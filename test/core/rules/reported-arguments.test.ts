import { inBackbone, inHead, reported } from './reported.ts';

reported('arguments', [
  {
    title: 'the input channels too',
    text: inBackbone(`
  - [-1, 1, Conv, [256, 512, 3, 1]]
#                       ^^^ wrong-arguments: the kernel is larger than what it reads, 64×40×40 at stride 16: Conv(c1=64, c2=64,…
`),
    fix: 'Remove the input channels 256',
  },
  {
    title: 'the input channels too, of a block',
    text: inBackbone(`
  - [-1, 2, C2f, [256, 256, True]]
#                           ^^^^ wrong-arguments: g (groups of the second convolution of each bottleneck) must be an integer, but is…
`),
    fix: 'Remove the input channels 256',
  },
  {
    title: 'channels in front of attention that has its own first argument',
    text: inBackbone(`
  - [-1, 1, CBAM, [256, 256, 7]]
#           ^^^^ needs-registration: CBAM must be registered: an unmodified Ultralytics 8.4.190 stops here with KeyError:…
#                  ^^^ wrong-arguments: CBAM gives as many channels as it gets from row 2 (C3k2): written in front they must be…
`),
    fix: 'Remove 256',
  },
  {
    title: 'channels of attention that are not those of its input',
    text: inBackbone(`
  - [-1, 1, SEAttention, [512, 16]]
#           ^^^^^^^^^^^ needs-registration: SEAttention must be registered: an unmodified Ultralytics 8.4.190 stops here with…
#                         ^^^ wrong-arguments: SEAttention gives as many channels as it gets from row 2 (C3k2): written in front they…
`),
    fix: 'Write 256, as row 2 (C3k2)',
  },
  {
    title: 'anchors of YOLOv5',
    text: inHead(`
  - [[2, 3], 1, Detect, [nc, anchors]]
#                            ^^^^^^^ wrong-arguments: Detect takes one argument here (nc), but the row has 2: Detect(nc=4, reg_max='anchors',…
`),
    fix: 'Remove anchors',
  },
  {
    title: 'anchors of YOLOv5 as numbers',
    text: inHead(`
  - [[2, 3], 1, Detect, [nc, [[10, 13, 16, 30], [30, 61, 62, 45]]]]
#                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ wrong-arguments: Detect takes one argument here (nc), but the row has 2: Detect(nc=4, reg_max=[[10, 13,…
`),
    fix: 'Remove [[10, 13, 16, 30], [30, 61, 62, 45]]',
  },
  {
    title: 'a tuple',
    text: inBackbone(`
  - [-1, 1, nn.ZeroPad2d, [(0, 1, 0, 1)]]
#                          ^^^^^^^^^^^^ wrong-arguments: YAML knows no tuples: (0, 1, 0, 1) is cut at its commas, and a list in brackets is…
`),
    fix: 'Write [0, 1, 0, 1]',
  },
  {
    title: 'a tuple as kernel',
    text: inBackbone(`
  - [-1, 1, Conv, [256, (1, 3), 1]]
#                       ^^^^^^ wrong-arguments: YAML knows no tuples: (1, 3) is cut at its commas, and a list in brackets is meant…
`),
    fix: 'Write [1, 3]',
  },
  {
    title: 'the sides of a border without brackets of their own',
    text: inBackbone(`
  - [-1, 1, nn.ZeroPad2d, [0, 1, 0, 1]]
#                             ^^^^^^^ wrong-arguments: nn.ZeroPad2d takes one argument here (padding), but the row has 4:…
`),
    fix: 'Write [0, 1, 0, 1]',
  },
  {
    title: 'the windows of SPP without brackets of their own',
    text: inBackbone(`
  - [-1, 1, SPP, [256, 5, 9, 13]]
#                         ^^^^^ wrong-arguments: SPP takes at most 2 arguments here (c2, k), but the row has 4: SPP(c1=64, c2=64, k=5,…
`),
    fix: 'Write [5, 9, 13]',
  },
  {
    title: 'none, where the parser reads the first',
    text: inBackbone(`
  - [-1, 1, C2f, []]
#                ^^ no-channels: C2f needs its output channels as the first argument (Ultralytics: IndexError: list index…
`),
    fix: 'Write 256, as row 2 (C3k2)',
  },
  {
    title: 'none, where the parser reads the first two',
    text: inBackbone(`
  - [-1, 1, HGBlock, []]
#                    ^^ wrong-arguments: HGBlock lacks cm (hidden channels, not scaled) and c2 (output channels, not scaled)…
`),
  },
  {
    title: 'those without a default missing',
    text: inBackbone(`
  - [-1, 1, SCDown, [256]]
#                   ^^^^^ wrong-arguments: SCDown lacks k (kernel size) and s (stride): SCDown(c1=64, c2=64) (Ultralytics:…
`),
    fix: 'Add 3, 2',
  },
  {
    title: 'channels of inner blocks missing',
    text: inBackbone(`
  - [-1, 1, RepNCSPELAN4, [256]]
#                         ^^^^^ wrong-arguments: RepNCSPELAN4 lacks c3 (channels after the first convolution, not scaled) and c4…
`),
    fix: 'Add 128, 64',
  },
  {
    title: 'a factor in the place of a size',
    text: inBackbone(`
  - [-1, 1, nn.Upsample, [1, nearest]]
#                            ^^^^^^^ wrong-arguments: the size comes first and the factor second: [None, 2, nearest]: nn.Upsample(size=1,…
`),
    fix: 'Insert None',
  },
  {
    title: 'size and factor',
    text: inBackbone(`
  - [-1, 1, nn.Upsample, [256, 1, nearest]]
#                         ^^^ wrong-arguments: give the size or the factor, not both: nn.Upsample(size=256, scale_factor=1,…
`),
    fix: 'Write None',
  },
  {
    title: 'none in small letters',
    text: inBackbone(`
  - [-1, 1, nn.Upsample, [none, 1, nearest]]
#                         ^^^^ wrong-arguments: 'none' is a text; Python's word is None: nn.Upsample(size='none', scale_factor=1,…
`),
    fix: 'Write None',
  },
  {
    title: 'an exponent without a dot, in a list',
    text: inBackbone(`
  - [-1, 1, Conv, [256, [1e0, 3]]]
#                       ^^^^^^^^ wrong-arguments: k (kernel size) must be an integer or a list of two, but is ['1e0', 3]. Without a dot…
`),
    fix: 'Write [1, 3]',
  },
  {
    title: 'a calculation',
    text: inBackbone(`
  - [-1, 1, Conv, [256*2, 3, 1]]
#                  ^^^^^ wrong-arguments: c2 (output channels, scaled by the width and rounded up to a multiple of 8) must be an…
`),
    fix: 'Write 512',
  },
  {
    title: 'a key of the file',
    text: `
nc: 4
head_width: 256
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [head_width, 3, 2]]
#                  ^^^^^^^^^^ wrong-arguments: c2 (output channels, scaled by the width and rounded up to a multiple of 8) must be an…
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Write 256',
  },
  {
    title: 'a list of the parser',
    text: inBackbone(`
  - [-1, 1, Conv, [ch, 3, 1]]
#                  ^^ wrong-arguments: c2 (output channels, scaled by the width and rounded up to a multiple of 8) must be an…
`),
  },
  {
    title: 'an activation as text',
    text: inBackbone(`
  - [-1, 1, Conv, [256, 3, 1, None, 1, 1, nn.ReLU()]]
#                                         ^^^^^^^^^ text-argument: act is the text 'nn.ReLU()', which the framework takes for no activation at all
`),
    fix: 'Write True',
  },
  {
    title: 'a flag that is misspelt',
    text: inBackbone(`
  - [-1, 2, C2f, [256, Ture]]
#                      ^^^^ text-argument: shortcut is the text 'Ture', which counts as true
`),
    fix: 'Write True',
  },
  {
    title: 'a flag in the place of a number',
    text: inBackbone(`
  - [-1, 1, GhostBottleneck, [256, False]]
#                                  ^^^^^ flag-as-number: k of GhostBottleneck is a number, but False is written, which counts as 0
`),
    fix: 'Use C3Ghost, which repeats inside',
  },
  {
    title: 'None where a module has no padding',
    text: inBackbone(`
  - [-1, 1, GhostConv, [256, 3, 1, None]]
#                                  ^^^^ wrong-arguments: g (groups) must be an integer, but is None: GhostConv(c1=64, c2=64, k=3, s=1, g=None)…
`),
    fix: 'Write 1',
  },
  {
    title: 'too few for what the parser sets at larger scales',
    text: inBackbone(`
  - [-1, 2, C3k2, [256]]
#                 ^^^^^ wrong-arguments: at this scale the parser sets a further argument of C3k2, so the row must say more than…
`),
    fix: 'Add False',
    options: { upstream: '8.4.101' },
  },
  {
    title: 'a convolution of PyTorch without its input channels',
    text: `
nc: 4
scales:
  n: [0.50, 0.25, 1024]
  m: [0.50, 1.00, 512]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 2, C3k2, [256, False]]
  - [-1, 1, nn.Conv2d, [256, 3, 1, 1]]
#                       ^^^ channel-mismatch: nn.Conv2d gets its arguments as they stand, the input channels first: it is built for…
  - [-1, 1, Conv, [512, 3, 2]]
#    ^^ channel-mismatch: row 4 is built for another number of channels than it gets: row 3 (nn.Conv2d) gives…
head:
  - [[3, 4], 1, Detect, [nc]]
`,
    fix: 'Use Conv, whose channels are scaled: Conv, [256, 3, 1, 1]',
  },
  {
    title: 'a convolution of PyTorch with the channels of another scale',
    text: inBackbone(`
  - [-1, 1, nn.Conv2d, [256, 256, 3, 1, 1]]
#                       ^^^ channel-mismatch: nn.Conv2d gets its arguments as they stand, the input channels first: it is built for…
`),
    fix: 'Use Conv, whose channels are scaled: Conv, [256, 3, 1, 1]',
  },
  {
    title: 'a kernel for which RepConv is not written',
    text: inBackbone(`
  - [-1, 1, RepConv, [64, 64, 5]]
#                             ^ wrong-arguments: RepConv is written for kernels of 3 with a padding of 1: RepConv(c1=64, c2=64, k=5)…
`),
  },
  {
    title: 'output convolutions of YOLOv3',
    text: inHead(`
  - [-1, 1, nn.Conv2d, [na * (nc + 5), 1, 1]]
#                       ^^^^^^^^^^^^^ wrong-arguments: in_channels (input channels, as they really are after scaling) must be an integer, but…
  - [[2, 3], 1, Detect, [nc]]
`),
    fix: 'Delete row 4 (nn.Conv2d) and renumber',
  },
  {
    title: 'arguments that the parser appends',
    text: `
nc: 4
scales:
  n: [0.50, 1.00, 1024]
  l: [0.50, 1.00, 512]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 2, A2C2f, [64, True, 4, True, 1.5]]
#                  ^^^^^^^^^^^^^^^^^^^^^^^^ wrong-arguments: at scale 'l' the parser appends True, 1.2 behind the row's own arguments, of which…
head:
  - [[1], 1, Detect, [nc]]
`,
    fix: 'Remove True, 1.5',
  },
  {
    title: 'by their names',
    text: inBackbone(`
  - [-1, 1, Conv, [256, k=3, s=1]]
#                       ^^^ wrong-arguments: 'k=3' is no Python value: arguments go by their place, not by a name (Ultralytics: SyntaxError:…
`),
    fix: 'Write [256, 3, 1]',
  },
  {
    title: 'by a name, of attention',
    text: inBackbone(`
  - [-1, 1, CBAM, [kernel_size=7]]
#           ^^^^ needs-registration: CBAM must be registered: an unmodified Ultralytics 8.4.190 stops here with KeyError: 'CBAM'. Add…
#                  ^^^^^^^^^^^^^ wrong-arguments: 'kernel_size=7' is no Python value: arguments go by their place, not by a name (Ultralytics:…
`),
    fix: 'Write [7]',
  },
  {
    title: 'by a name further behind',
    text: inBackbone(`
  - [-1, 2, C3k2, [256, e=0.5]]
#                       ^^^^^ wrong-arguments: 'e=0.5' is no Python value: arguments go by their place, not by a name (Ultralytics: SyntaxError:…
`),
    fix: 'Write [256, False, 0.5]',
  },
  {
    title: 'as a mapping',
    text: inBackbone(`
  - [-1, 1, Conv, {c2: 256, k: 3}]
#                 ^^^^^^^^^^^^^^^ wrong-arguments: the arguments must be a list such as [64, 3, 2], but are {c2: 256, k: 3} (dict) (Ultralytics:…
`),
    fix: 'Write [256, 3]',
  },
  {
    title: 'of attention from another tree',
    text: inBackbone(`
  - [-1, 1, CBAM, [256, 16, 7]]
#           ^^^^ needs-registration: CBAM must be registered: an unmodified Ultralytics 8.4.190 stops here with KeyError: 'CBAM'. Add…
#                  ^^^ wrong-arguments: CBAM gives as many channels as it gets from row 2 (C3k2): written in front they must be the same,…
`),
  },
  {
    title: 'channels in the place of an axis',
    text: inHead(`
  - [[1, 2], 1, Concat, [512]]
#                        ^^^ wrong-arguments: there is no such axis; 1 are the channels: Concat(dimension=512) (Ultralytics: IndexError: Dimension…
  - [[4, 3], 1, Detect, [nc]]
`),
    fix: 'Write 1',
  },
  {
    title: 'a padding by its name',
    text: inBackbone(`
  - [-1, 1, Conv, [256, 3, 1, same]]
#                             ^^^^ wrong-arguments: p (padding; None keeps the size at stride 1) must be an integer or a list of two, but is 'same':…
`),
    fix: 'Write None',
  },
  {
    title: 'the number of classes by another name',
    text: inHead(`
  - [[2, 3], 1, Detect, [num_classes]]
#                        ^^^^^^^^^^^ wrong-arguments: nc (number of classes) must be an integer, but is 'num_classes': Detect(nc='num_classes',…
`),
    fix: 'Write nc',
  },
  {
    title: 'the channels of the levels',
    text: inHead(`
  - [[2, 3], 1, Detect, [nc, [256, 512]]]
#                            ^^^^^^^^^^ wrong-arguments: Detect takes one argument here (nc), but the row has 2: Detect(nc=4, reg_max=[256, 512], end2end=16,…
`),
    fix: 'Remove [256, 512]',
  },
  {
    title: 'anchors of YOLOv5 in front of masks',
    text: inHead(`
  - [[2, 3], 1, Segment, [nc, anchors, 32, 256]]
#                             ^^^^^^^ wrong-arguments: Segment takes at most 3 arguments here (nc, nm, npr), but the row has 4: Segment(nc=4, nm='anchors',…
`),
    fix: 'Remove anchors',
  },
  {
    title: 'an interpolation that is misspelt',
    text: inHead(`
  - [-1, 1, nn.Upsample, [None, 2, biliner]]
#                                  ^^^^^^^ wrong-arguments: there is no interpolation 'biliner' (choose nearest, bilinear or bicubic): nn.Upsample(size=None,…
  - [[-1, 2], 1, Concat, [1]]
  - [[5, 3], 1, Detect, [nc]]
`),
    fix: 'Write bilinear',
  },
  {
    title: 'none, for a network of torchvision',
    text: inBackbone(`
  - [-1, 1, TorchVision, []]
#                        ^^ wrong-arguments: TorchVision needs its output channels first, then the name of the model (Ultralytics: IndexError:…
`),
  },
  {
    title: 'windows of SPP for SPPF',
    text: inBackbone(`
  - [-1, 1, SPPF, [256, [5, 9, 13]]]
#                       ^^^^^^^^^^ wrong-arguments: k (window of the max-pool) must be an integer, but is [5, 9, 13]: SPPF(c1=64, c2=64, k=[5, 9, 13])…
`),
  },
  {
    title: 'channels alone where kernel and stride have no default',
    text: inBackbone(`
  - [-1, 1, SCDown, [256]]
#                   ^^^^^ wrong-arguments: SCDown lacks k (kernel size) and s (stride): SCDown(c1=64, c2=64) (Ultralytics: TypeError:…
`),
    fix: 'Add 3, 2',
  },
  {
    title: 'a network of torchvision that is misspelt',
    text: inBackbone(`
  - [-1, 1, TorchVision, [512, mobilenetv3_small, DEFAULT, True, 2]]
#                              ^^^^^^^^^^^^^^^^^ wrong-arguments: torchvision has no model 'mobilenetv3_small'…
`),
  },
  {
    title: 'a network of torchvision that does not exist',
    text: inBackbone(`
  - [-1, 1, TorchVision, [512, yolonet, DEFAULT, True, 2]]
#                              ^^^^^^^ wrong-arguments: torchvision has no model 'yolonet'…
`),
  },
]);
