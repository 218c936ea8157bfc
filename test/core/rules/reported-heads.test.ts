import { inHead, reported } from './reported.ts';

reported('heads and tasks', [
  {
    title: 'two',
    text: inHead(`
  - [[2, 3], 1, Detect, [nc]]
#               ^^^^^^ head-not-last: row 4 (Detect) is a head, but row 5 (Segment) is the last row: only the output of the…
  - [[2, 3], 1, Segment, [nc, 32, 256]]
`),
    fix: 'Delete row 4 (Detect) and renumber',
  },
  {
    title: 'in the middle',
    text: inHead(`
  - [[2, 3], 1, Detect, [nc]]
#               ^^^^^^ head-not-last: row 4 (Detect) is a head, but row 5 (Conv) is the last row: only the output of the last…
  - [2, 1, Conv, [64]]
#          ^^^^ no-head: the last row must be a head such as Detect, but row 5 (Conv) gives a feature map:…
`),
    fix: 'Add a Detect that reads 5',
  },
  {
    title: 'none',
    text: inHead(`
  - [-1, 1, Conv, [64]]
#           ^^^^ no-head: the last row must be a head such as Detect, but row 4 (Conv) gives a feature map:…
`),
    fix: 'Add a Detect that reads 4',
  },
  {
    title: 'no rows',
    text: `
nc: 4
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head: []
#^^^ no-head: head has no rows, and row 1 (Conv), the last row of all, gives a feature map: the model is…
`,
  },
  {
    title: 'rows under another key',
    text: `
nc: 4
backbone:
#^^^^^^^ missing-key: the file has no head; rows under neck are never read (Ultralytics: KeyError: 'head')
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
neck:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Rename neck to head',
  },
  {
    title: 'the decoder of RT-DETR',
    text: inHead(`
  - [[0, 2, 3], 1, RTDETRDecoder, [nc]]
#                  ^^^^^^^^^^^^^ model-class: open this file with RTDETR('….yaml'): YOLO('….yaml') stops (Ultralytics:…
`),
  },
  {
    title: 'that of YOLO-World under another name',
    text: `
nc: 80
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, WorldDetect, [nc, 512, False]]
#               ^^^^^^^^^^^ model-class: open this file with YOLOWorld('….yaml'), or put -world in its name: YOLO('….yaml') gives…
`,
  },
  {
    title: 'Segment without its masks',
    text: inHead(`
  - [[2, 3], 1, Segment, [nc]]
#                        ^^^^ wrong-arguments: Segment needs all of its arguments (nc, nm, npr): the parser appends others right…
`),
    fix: 'Add 32, 256',
  },
  {
    title: 'OBB without its angle',
    text: inHead(`
  - [[2, 3], 1, OBB, [nc]]
#                    ^^^^ wrong-arguments: OBB needs all of its arguments (nc, ne): the parser appends others right behind them,…
`),
    fix: 'Add 1',
  },
  {
    title: 'Pose without key points',
    text: inHead(`
  - [[2, 3], 1, Pose, [nc]]
#                     ^^^^ wrong-arguments: Pose needs all of its arguments (nc, kpt_shape): the parser appends others right behind…
`),
  },
  {
    title: 'Pose, whose key is not there',
    text: inHead(`
  - [[2, 3], 1, Pose, [nc, kpt_shape]]
#                          ^^^^^^^^^ missing-key: row 4 (Pose) takes kpt_shape from the file, but the file has no kpt_shape (Ultralytics:…
`),
    fix: 'Add kpt_shape: [17, 3]',
  },
  {
    title: 'Classify for several maps',
    text: inHead(`
  - [[2, 3], 1, Classify, [nc]]
#    ^^^^^^ from-out-of-range: Classify reads one row, but here is a list of 2 (Ultralytics: TypeError: list indices…
`),
    fix: 'Read 2 only',
  },
  {
    title: 'Pose for a number of key points alone',
    text: inHead(
      `
  - [[2, 3], 1, Pose, [nc, kpt_shape]]
#                          ^^^^^^^^^ wrong-arguments: kpt_shape is a list, the number of key points and the values of each: [17, 3]:…
`,
      'kpt_shape: 17\n',
    ),
    fix: 'Write [17, 3]',
  },
  {
    title: 'reg_max as an argument',
    text: inHead(`
  - [[2, 3], 1, Detect, [nc, 16]]
#                            ^^ wrong-arguments: Detect takes one argument here (nc), but the row has 2: Detect(nc=4, reg_max=16,…
`),
    fix: 'Remove 16',
  },
  {
    title: 'reg_max before it was read',
    text: `
reg_max: 8
#^^^^^^ ignored-key: Ultralytics 8.3.253 ignores reg_max, which is read from 8.4.0 on
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
    options: { upstream: '8.3.253' },
  },
  {
    title: 'reg_max of nothing',
    text: inHead(
      `
  - [[2, 3], 1, Detect, [nc]]
#                       ^^^^ wrong-arguments: a convolution would have no output channels: Detect(nc=4, reg_max=0, end2end=None,…
`,
      'reg_max: 0\n',
    ),
    fix: 'Write 16',
  },
  {
    title: 'reg_max as text',
    text: inHead(
      `
  - [[2, 3], 1, Detect, [nc]]
#                       ^^^^ wrong-arguments: reg_max (bins of the distance distribution; the parser puts in the file’s \`reg_max\`)…
`,
      'reg_max: "16"\n',
    ),
    fix: 'Write 16',
  },
  {
    title: 'end2end before it was read',
    text: `
end2end: True
#^^^^^^ ignored-key: Ultralytics 8.3.253 ignores end2end, which is read from 8.4.0 on
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
    options: { upstream: '8.3.253' },
  },
  {
    title: 'end2end as text',
    text: `
end2end: "False"
#        ^^^^^^^ ignored-key: end2end is the text "False", which counts as true
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
    fix: 'Write False',
  },
  {
    title: 'end2end for a head that is so by itself',
    text: `
end2end: False
#^^^^^^ ignored-key: v10Detect takes nothing from end2end: it is the same with any value
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
  - [[2, 3], 1, v10Detect, [nc]]
`,
  },
  {
    title: 'another number of classes than the file',
    text: inHead(`
  - [[2, 3], 1, Detect, [80]]
#                        ^^ head-arguments: Detect is given 80 classes and the file says nc: 4; a data set's number of classes…
`),
    fix: 'Write nc',
  },
  {
    title: 'no number of classes',
    text: `
nc:
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
#                        ^^ wrong-arguments: nc (number of classes) must be an integer, but is None: Detect(nc=None, reg_max=16,…
`,
  },
  {
    title: 'the names of the classes alone',
    text: `
names: [rice, wheat, maize]
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
#                        ^^ missing-key: row 2 (Detect) takes nc from the file, but the file has no nc (Ultralytics: TypeError: unsupported…
`,
    fix: 'Add nc: 3',
  },
  {
    title: 'the number of classes under another key',
    text: `
num_classes: 3
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
#                        ^^ missing-key: row 2 (Detect) takes nc from the file, but the file has no nc (Ultralytics: TypeError: unsupported…
`,
    fix: 'Rename num_classes to nc',
  },
  {
    title: 'under a key in the plural',
    text: `
nc: 3
scales:
  n: [0.50, 0.25, 1024]
backbone:
#^^^^^^^ missing-key: the file has no head; rows under heads are never read (Ultralytics: KeyError: 'head')
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
heads:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Rename heads to head',
  },
  {
    title: 'the keys of a data file in a pose model',
    text: `
path: data
kpt_shape: [5, 2]
flip_indx: [0, 1]
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Pose, [nc, kpt_shape]]
#                      ^^ missing-key: row 2 (Pose) takes nc from the file, but the file has no nc (Ultralytics: TypeError: unsupported operand…
`,
    fix: 'Add nc: 80',
  },
  {
    title: 'all levels for a classifier',
    text: inHead(`
  - [[2, 3], 1, Classify, [nc]]
#    ^^^^^^ from-out-of-range: Classify reads one row, but here is a list of 2 (Ultralytics: TypeError: list indices must be…
`),
    fix: 'Read 3 only',
  },
]);
