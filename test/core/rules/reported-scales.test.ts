import { reported } from './reported.ts';

reported('scales', [
  {
    title: 'a letter that is not there',
    text: `
nc: 4
scales:
#^^^^^ scales: scale l is asked for, by the file's name or by the caller, but scales has only n or s…
  n: [0.50, 0.25, 1024]
  s: [0.50, 0.50, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Add l: [0.50, 0.50, 1024]',
    options: { fileName: 'yolo11l.yaml' },
  },
  {
    title: 'a letter that begins another word',
    text: `
nc: 4
scales:
#^^^^^ scale-in-word: the framework takes scale s from the file's name, where it begins the word simam:…
  n: [0.50, 0.25, 1024]
  s: [0.50, 0.50, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    options: { fileName: 'yolo11simam.yaml' },
  },
  {
    title: 'a letter that begins another word and is not there',
    text: `
nc: 4
scales:
#^^^^^ scales: scale l is asked for, because the word lska in the file's name begins with it, but scales has…
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Add l: [0.50, 0.25, 1024]',
    options: { fileName: 'yolov8lska.yaml' },
  },
  {
    title: 'a name without a letter',
    text: `
nc: 4
scales:
#^^^^^ no-scale-letter: the file's name gives no scale letter, so the framework assumes n, the first of n, s
  n: [0.50, 0.25, 1024]
  s: [0.50, 0.50, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    options: { fileName: 'yolo11-cbam.yaml' },
  },
  {
    title: 'a key that says the scale',
    text: `
nc: 4
scale: s
#^^^^ ignored-key: the file's scale is overwritten by the letter in its name, or by none where the name has none
scales:
#^^^^^ no-scale-letter: the file's name gives no scale letter, so the framework assumes n, the first of n, s
  n: [0.50, 0.25, 1024]
  s: [0.50, 0.50, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    options: { fileName: 'custom.yaml' },
  },
  {
    title: 'two factors',
    text: `
nc: 4
scales:
  n: [0.33, 0.25]
#    ^^^^^^^^^^^^ scales: scale n must be three numbers, [depth, width, max_channels], but is [0.33, 0.25] (Ultralytics:…
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Add max_channels 1024',
  },
  {
    title: 'four factors',
    text: `
nc: 4
scales:
  n: [0.33, 0.25, 1024, 6]
#    ^^^^^^^^^^^^^^^^^^^^^ scales: scale n must be three numbers, [depth, width, max_channels], but is [0.33, 0.25, 1024, 6]…
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Keep the first three',
  },
  {
    title: 'factors out of order',
    text: `
nc: 4
scales:
  n: [1024, 0.33, 0.25]
#    ^^^^^^^^^^^^^^^^^^ scale-factors: the factors of scale 'n' are [depth, width, max_channels], but here depth is 1024, width…
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
#                  ^^ rounded-channels: 0.25 × 0.33 = 0.08 channels are rounded up to 8
  - [-1, 1, Conv, [128, 3, 2]]
#                  ^^^ rounded-channels: 0.25 × 0.33 = 0.08 channels are rounded up to 8
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Write [0.33, 0.25, 1024]',
  },
  {
    title: 'a factor with an exponent and no dot',
    text: `
nc: 4
scales:
  n: [0.5, 25e-2, 1024]
#          ^^^^^ scales: the factors of scale n must be numbers, but 25e-2 is none: without a dot PyYAML takes it for a…
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Write numbers',
  },
  {
    title: 'factors as text',
    text: `
nc: 4
scales:
  n: ["0.5", "0.25", 1024]
#     ^^^^^ scales: the factors of scale n must be numbers, but "0.5" is none (Ultralytics: TypeError: unsupported…
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Write numbers',
  },
  {
    title: 'capital letters',
    text: `
nc: 4
scales:
#^^^^^ scales: scale n is asked for, by the file's name or by the caller, but scales has only N (Ultralytics:…
  N: [0.5, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Write n',
  },
  {
    title: 'a list without letters',
    text: `
nc: 4
scales: [0.5, 0.25, 1024]
#       ^^^^^^^^^^^^^^^^^ scales: scales must map letters to [depth, width, max_channels] (Ultralytics: TypeError: list indices…
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Write {n: [0.5, 0.25, 1024]}',
  },
  {
    title: 'letters beside scales',
    text: `
nc: 4
scales:
'n': [0.5, 0.25, 1024]
#^^ scale-factors: n stands beside scales, not below it: the file has no scales, and its width is 1
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Indent the scales',
  },
  {
    title: 'no channels left',
    text: `
nc: 4
scales:
  n: [0.5, 0.25, 0]
#    ^^^^^^^^^^^^^^ scale-factors: the factors of scale 'n' are [depth, width, max_channels], but here depth is 0.5, width…
#                ^ scales: the max_channels of scale n is 0, which leaves no channels (Ultralytics: RuntimeError: Given…
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Write 1024',
  },
  {
    title: 'factors of two versions',
    text: `
nc: 4
depth_multiple: 0.33
#^^^^^^^^^^^^^ ignored-key: scales overrules depth_multiple
scales:
  n: [0.5, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
  },
  {
    title: 'factors of older files with an exponent and no dot',
    text: `
nc: 4
depth_multiple: 33e-2
width_multiple: 25e-2
#               ^^^^^ scales: width_multiple must be a number, but is the text '25e-2' (Ultralytics: TypeError: unsupported…
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Write numbers',
    options: { fileName: 'custom.yaml' },
  },
  {
    title: 'the short name of a P6 model',
    text: `
nc: 4
backbone:
#^^^^^^^ file-name: YOLO('yolov8x6.yaml') looks for yolov8x-p6.yaml or yolov8-p6.yaml instead of this file: call…
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    options: { fileName: 'yolov8x6.yaml' },
  },
  {
    title: 'a name that weights have',
    text: `
nc: 4
backbone:
#^^^^^^^ file-name: YOLO('yolov5nu.yaml') looks for yolov5n.yaml or yolov5.yaml instead of this file: call it…
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    options: { fileName: 'yolov5nu.yaml' },
  },
  {
    title: 'none, where older releases need them',
    text: `
nc: 4
backbone:
#^^^^^^^ scales: the file has no scales, which this release needs for C3k2 and A2C2f (Ultralytics:…
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 2, C3k2, [128, False]]
head:
  - [[1], 1, Detect, [nc]]
`,
    fix: 'Add scales',
    options: { fileName: 'custom.yaml', upstream: '8.3.63' },
  },
  {
    title: 'none, which counts as the largest',
    text: `
nc: 4
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 2, C3k2, [128, False]]
#           ^^^^ no-scales: the file has no scales, and this release takes that for m, l and x: the parser sets arguments…
head:
  - [[1], 1, Detect, [nc]]
`,
    options: { fileName: 'custom.yaml', upstream: '8.4.101' },
  },
  {
    title: 'none, and a letter in the name',
    text: `
nc: 4
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 2, C3k2, [128, False]]
#           ^^^^ no-scales: the file has no scales, but the file's name says m, at which the parser sets arguments of row…
head:
  - [[1], 1, Detect, [nc]]
`,
    options: { fileName: 'yolo11m.yaml' },
  },
  {
    title: 'a word in the place of the letters',
    text: `
nc: 1
scales:
#^^^^^ scales: scale n is asked for, by the file's name or by the caller, but scales has only default (Ultralytics:…
  default: [1.00, 1.00, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
head:
  - [[0], 1, Detect, [nc]]
`,
    fix: 'Add n: [1.00, 1.00, 1024]',
  },
]);
