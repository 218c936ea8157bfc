import { inBackbone, inHead, inNeck, reported } from './reported.ts';

reported('what rows read', [
  {
    title: 'a row that is not there',
    text: inBackbone(`
  - [9, 1, Conv, [256]]
#    ^ from-out-of-range: row 3 reads row 9, but only the rows 0 to 2 lie before it (Ultralytics: IndexError:…
`),
    fix: 'Read the previous row: -1',
  },
  {
    title: 'itself',
    text: inBackbone(`
  - [3, 1, Conv, [256]]
#    ^ from-out-of-range: row 3 reads itself (Ultralytics: IndexError: list index out of range)
`),
    fix: 'Read the previous row: -1',
  },
  {
    title: 'a later row',
    text: inBackbone(`
  - [4, 1, Conv, [256]]
#    ^ from-out-of-range: row 3 reads row 4, which comes later: only the rows 0 to 2 lie before it…
`),
    fix: 'Read the previous row: -1',
  },
  {
    title: 'a text',
    text: inBackbone(`
  - ['-1', 1, Conv, [256]]
#    ^^^^ from-out-of-range: row 3 must say which row it reads, -1 or a number, not '-1' (Ultralytics: TypeError:…
`),
    fix: 'Read the previous row: -1',
  },
  {
    title: 'further back than there are rows',
    text: inBackbone(`
  - [-9, 1, Conv, [256]]
#    ^^ from-out-of-range: row 3 reads -9, which lies before the first row: only 3 rows come before it…
`),
    fix: 'Read the previous row: -1',
  },
  {
    title: 'a list, for a module that reads one row',
    text: inBackbone(`
  - [[-1], 1, Conv, [256]]
#    ^^^^ from-out-of-range: Conv reads one row and takes no list (Ultralytics: TypeError: list indices must be…
`),
    fix: 'Remove the brackets',
  },
  {
    title: 'several, without brackets',
    text: inBackbone(`
  - [-1, 2, 1, Concat, [1]]
#   ^^^^^^^^^^^^^^^^^^^^^^^ not-a-row: row 3 has 5 elements instead of four, [from, repeats, module, args]: several rows to read…
`),
    fix: 'Put brackets around the rows that are read',
  },
  {
    title: 'several, as a tuple',
    text: inBackbone(`
  - [(-1, 1), 1, Concat, [1]]
#   ^^^^^^^^^^^^^^^^^^^^^^^^^ not-a-row: row 3 has 5 elements instead of four, [from, repeats, module, args]: YAML knows no tuples…
`),
    fix: 'Write [-1, 1]',
  },
  {
    title: 'one number for a head',
    text: inHead(`
  - [-1, 1, Detect, [nc]]
#    ^^ from-out-of-range: Detect joins several rows and needs a list, such as [-1, 6], but from is -1…
`),
    fix: 'Write it as a list',
  },
  {
    title: 'a level that is not there',
    text: inHead(`
  - [[2, 3, 9], 1, Detect, [nc]]
#           ^ from-out-of-range: row 4 reads row 9, but only the rows 0 to 3 lie before it (Ultralytics: IndexError:…
`),
    fix: 'Remove 9 from the list',
  },
  {
    title: 'the head itself',
    text: inHead(`
  - [[2, 4], 1, Detect, [nc]]
#        ^ from-out-of-range: row 4 reads itself (Ultralytics: IndexError: list index out of range)
`),
    fix: 'Read the previous row: -1',
  },
  {
    title: 'two numbers without a comma',
    text: inHead(`
  - [[2 3], 1, Detect, [nc]]
#     ^^^ from-out-of-range: row 4 must say which row it reads, but a comma is missing in '2 3' (Ultralytics:…
`),
    fix: 'Write 2, 3',
  },
  {
    title: 'the same row twice',
    text: inHead(`
  - [[-1, 3], 1, Concat, [1]]
#         ^ repeated-input: row 4 reads row 3 (Conv) twice: the same channels are joined with themselves
  - [[2, 4], 1, Detect, [nc]]
`),
  },
  {
    title: 'a head, for a later row',
    text: inHead(`
  - [[2, 3], 1, Detect, [nc]]
#               ^^^^^^ head-not-last: row 4 (Detect) is a head, but row 5 (Conv) is the last row: only the output of the last…
  - [4, 1, Conv, [64]]
#    ^ from-out-of-range: row 5 reads row 4, which is a head and gives predictions, no feature map…
#          ^^^^ no-head: the last row must be a head such as Detect, but row 5 (Conv) gives a feature map:…
`),
    fix: 'Read row 2 (C3k2) instead',
  },
  {
    title: 'rows that nothing reads',
    text: inHead(`
  - [-1, 1, nn.Upsample, [None, 2, nearest]]
#           ^^^^^^^^^^^ dead-row: nothing reads row 4 (nn.Upsample): it is built and run, but the output does not depend on it
  - [[2, 3], 1, Detect, [nc]]
`),
    fix: 'Delete row 4 (nn.Upsample) and renumber',
  },
  {
    title: 'a level left out',
    text: inHead(`
  - [-1, 1, Conv, [512, 3, 2]]
  - [[2, 4], 1, Detect, [nc]]
#        ^ detection-levels: row 5 reads row 2 (C3k2) at stride 16 and then row 4 (Conv) at stride 64: the level…
`),
    fix: 'Read row 3 (Conv) as the level at stride 32',
  },
  {
    title: 'the first row reads a number',
    text: `
nc: 4
backbone:
  - [0, 1, Conv, [64, 3, 8]]
#    ^ from-out-of-range: row 0 reads the image and must say -1, not 0 (Ultralytics: ZeroDivisionError: integer…
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Read the previous row: -1',
  },
  {
    title: 'numbers that did not move with attention that was put in',
    text: `
nc: 4
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 2, C2f, [64, True]]
  - [-1, 1, CBAM, [7]]
#           ^^^^ needs-registration: CBAM must be registered: an unmodified Ultralytics 8.4.190 stops here with KeyError:…
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 2, C2f, [128, True]]
head:
  - [-1, 1, nn.Upsample, [None, 2, nearest]]
  - [[-1, 1], 1, Concat, [1]]
#         ^ shifted-rows: row 6 reads row 1 (C2f), but seems to mean row 2 (CBAM): later numbers were not moved when…
  - [-1, 2, C2f, [64]]
  - [-1, 1, Conv, [64, 3, 2]]
  - [[-1, 3], 1, Concat, [1]]
#         ^ shifted-rows: row 9 reads row 3 (Conv), but seems to mean row 4 (C2f): later numbers were not moved when…
  - [-1, 2, C2f, [128]]
  - [[6, 9], 1, Detect, [nc]]
#     ^ shifted-rows: row 11 reads row 6 (Concat), but seems to mean row 7 (C2f): later numbers were not moved…
#        ^ shifted-rows: row 11 reads row 9 (Concat), but seems to mean row 10 (C2f): later numbers were not moved…
`,
    fix: 'Renumber as if row 2 (CBAM) had been inserted properly',
  },
  {
    title: 'comments that contradict the rows',
    text: `
nc: 4
backbone:
  - [-1, 1, Conv, [64, 3, 8]] # 0-P3/8
  - [-1, 2, C2f, [64, True]] # 1
  - [-1, 1, Conv, [128, 3, 2]] # 3-P4/16
#                                ^ row-label: the comment calls this row 3, but it is row 2
  - [-1, 2, C2f, [128, True]] # 4
#                               ^ row-label: the comment calls this row 4, but it is row 3
head:
  - [[1, 3], 1, Detect, [nc]]
`,
    fix: 'Write 2',
  },
  {
    title: 'rows as one text',
    text: inHead(`
  - ["2, 3", 1, Detect, [nc]]
#    ^^^^^^ from-out-of-range: row 4 must say which rows it reads as a list, not as the text '2, 3' (Ultralytics: TypeError: list…
`),
    fix: 'Write [2, 3]',
  },
  {
    title: 'the row in front of a level',
    text: inNeck(`
  - [-1, 1, nn.Upsample, [None, 2, nearest]]
  - [[-1, 1], 1, Concat, [1]]
  - [-1, 2, C2f, [128]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [[-1, 3], 1, Concat, [1]]
  - [-1, 2, C2f, [256]]
#           ^^^ dead-row: nothing reads row 9 (C2f): it is built and run, but the output does not depend on it
  - [[6, 8], 1, Detect, [nc]]
`),
    fix: 'Read row 9 (C2f) instead of row 8 (Concat)',
  },
  {
    title: 'levels of a file that had a row more',
    text: inNeck(`
  - [-1, 1, nn.Upsample, [None, 2, nearest]]
  - [[-1, 1], 1, Concat, [1]]
  - [-1, 2, C2f, [128]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [[-1, 3], 1, Concat, [1]]
  - [-1, 2, C2f, [256]]
  - [[7, 10], 1, Detect, [nc]]
#        ^^ from-out-of-range: row 10 reads itself (Ultralytics: IndexError: list index out of range)
`),
    fix: 'Read row 6 (C2f) and row 9 (C2f) instead',
  },
  {
    title: 'what is enlarged, joined with itself',
    text: inNeck(`
  - [-1, 1, nn.Upsample, [None, 2, nearest]]
  - [[-1, 4], 1, Concat, [1]]
#         ^ repeated-input: row 5 reads row 4 (nn.Upsample) twice: the same channels are joined with themselves
  - [-1, 2, C2f, [128]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [[-1, 3], 1, Concat, [1]]
  - [-1, 2, C2f, [256]]
  - [[6, 9], 1, Detect, [nc]]
`),
  },
  {
    title: 'numbers that did not move with a row that was taken out',
    text: `
nc: 4
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]] # 0
  - [-1, 2, C2f, [128, True]] # 1
  - [-1, 1, Conv, [256, 3, 2]] # 2
  - [-1, 2, C2f, [256, True]] # 3
head:
  - [-1, 1, nn.Upsample, [None, 2, nearest]] # 5
  - [[-1, 1], 1, Concat, [1]] # 6
  - [-1, 2, C2f, [128]] # 7
  - [-1, 1, Conv, [128, 3, 2]] # 8
  - [[-1, 4], 1, Concat, [1]] # 9
#         ^ shifted-rows: row 8 reads row 4 (nn.Upsample), but seems to mean row 3 (C2f): the comments number rows otherwise, as…
#         ^ size-mismatch: row 8 joins maps of different sizes: row 7 (Conv) 32×40×40 at stride 16 and row 4 (nn.Upsample)…
  - [-1, 2, C2f, [256]] # 10
  - [[7, 10], 1, Detect, [nc]] # 11
#     ^ shifted-rows: row 10 reads row 7 (Conv), but seems to mean row 6 (C2f): the comments number rows otherwise, as if…
#        ^^ from-out-of-range: row 10 reads itself (Ultralytics: IndexError: list index out of range)
#        ^^ shifted-rows: row 10 reads row 10, but seems to mean row 9 (C2f): the comments number rows otherwise, as if some had…
`,
    fix: 'Renumber as the comments count',
  },
]);
