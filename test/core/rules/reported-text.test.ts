import { inBackbone, reported } from './reported.ts';

reported('text', [
  {
    title: 'a tab in front',
    text: inBackbone(`
  \t- [-1, 1, Conv, [256, 3, 1]]
#^^ yaml-syntax: YAML syntax error: while scanning for the next token found character that cannot start any…
`),
    fix: 'Indent with spaces',
  },
  {
    title: 'a no-break space in an argument',
    text: inBackbone(`
  - [-1, 1, Conv, [256,\u00a03, 1]]
#                      ^^ wrong-arguments: '\u00a03' is no Python value: it has characters that only look like ASCII (Ultralytics:…
`),
    fix: 'Write 3',
  },
  {
    title: 'full-width commas between arguments',
    text: inBackbone(`
  - [-1, 1, Conv, [256，3, 1]]
#                  ^^^^^ wrong-arguments: '256，3' is no Python value: its comma is a full-width one (Ultralytics: SyntaxError:…
`),
    fix: 'Write 256, 3',
  },
  {
    title: 'full-width commas between elements',
    text: inBackbone(`
  - [-1, 1，Conv, [256, 3, 1]]
#   ^^^^^^^^^^^^^^^^^^^^^^^^^ not-a-row: row 3 has 3 elements instead of four, [from, repeats, module, args]: it has full-width…
`),
    fix: 'Replace by ASCII punctuation',
  },
  {
    title: 'full-width brackets',
    text: inBackbone(`
  - [-1, 1, Conv, 【256, 3, 1】]
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^ not-a-row: row 3 has 6 elements instead of four, [from, repeats, module, args]: it has full-width…
`),
    fix: 'Replace by ASCII punctuation',
  },
  {
    title: 'a long minus',
    text: inBackbone(`
  - [–1, 1, Conv, [256, 3, 1]]
#    ^^ from-out-of-range: row 3 must say which row it reads, -1 or a number, not '–1' (Ultralytics: TypeError:…
`),
    fix: 'Read the previous row: -1',
  },
  {
    title: 'full-width digits',
    text: inBackbone(`
  - [-1, 1, Conv, [256, ３, 1]]
#                       ^ wrong-arguments: '３' is no Python value: it has characters that only look like ASCII (Ultralytics:…
`),
    fix: 'Write 3',
  },
  {
    title: 'a comma missing between elements',
    text: inBackbone(`
  - [-1, 1 Conv, [256, 3, 1]]
#   ^^^^^^^^^^^^^^^^^^^^^^^^^ not-a-row: row 3 has 3 elements instead of four, [from, repeats, module, args]: a comma is missing…
`),
    fix: 'Insert the comma',
  },
  {
    title: 'a comma missing before the arguments',
    text: inBackbone(`
  - [-1, 1, Conv [256, 3, 1]]
#                ^ yaml-syntax: YAML syntax error: while parsing a flow sequence did not find expected ',' or ']'. A comma…
`),
    fix: 'Add the missing comma',
  },
  {
    title: 'a comma missing between arguments',
    text: inBackbone(`
  - [-1, 1, Conv, [256 3, 1]]
#                  ^^^^^ wrong-arguments: '256 3' is no Python value: a comma is missing (Ultralytics: SyntaxError: invalid…
`),
    fix: 'Write 256, 3',
  },
  {
    title: 'a dot for a comma',
    text: inBackbone(`
  - [-1, 1, Conv, [256. 3, 1]]
#                  ^^^^^^ wrong-arguments: '256. 3' is no Python value: a comma is missing (Ultralytics: SyntaxError: invalid…
`),
    fix: 'Write 256, 3',
  },
  {
    title: "repeats and module in each other's place",
    text: inBackbone(`
  - [-1, Conv, 1, [256, 3, 1]]
#              ^ unknown-module: the module of row 3 must be a name such as Conv: repeats come before it (Ultralytics:…
`),
    fix: 'Let repeats and module change places',
  },
  {
    title: 'no repeats',
    text: inBackbone(`
  - [-1, 0, C2f, [256]]
#        ^ wrong-repeats: row 3 repeats C2f 0 times: it is built without its inner blocks
`),
    fix: 'Write 1',
  },
  {
    title: 'negative repeats',
    text: inBackbone(`
  - [-1, -1, C2f, [256]]
#        ^^ wrong-repeats: repeats must be a whole number from 1 on, but is -1 (Ultralytics: RuntimeError: Given…
`),
    fix: 'Write 1',
  },
  {
    title: 'an element missing',
    text: inBackbone(`
  - [-1, nn.Identity, []]
#   ^^^^^^^^^^^^^^^^^^^^^ not-a-row: row 3 has 3 elements instead of four, [from, repeats, module, args]: repeats is missing…
`),
    fix: 'Insert repeats',
  },
  {
    title: 'a bracket missing at the end',
    text: inBackbone(`
  - [-1, 1, Conv, [256, 3, 1]
#                           ^ yaml-syntax: YAML syntax error: while parsing a flow sequence did not find expected ',' or ']'. The…
`),
    fix: 'Add the missing ]',
  },
  {
    title: 'a bracket missing at the beginning',
    text: inBackbone(`
  - -1, 1, Conv, [256, 3, 1]]
#   ^^^^^^^^^^^^^^^^^^^^^^^^^ not-a-row: row 3 is no list of four, [from, repeats, module, args]: its first bracket is missing…
`),
    fix: 'Insert the bracket',
  },
  {
    title: 'curly quotes',
    text: inBackbone(`
  - [-1, 1, Conv, [256, 3, 1, “None”]]
#                             ^^^^^^ wrong-arguments: '“None”' is no Python value: it has characters that only look like ASCII (Ultralytics:…
`),
    fix: 'Write "None"',
  },
  {
    title: 'a colon in full width',
    text: `
nc：4
# ^ yaml-syntax: YAML syntax error: did not find expected <document start>. There is a full-width “：”: YAML…
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Replace by ASCII punctuation',
  },
  {
    title: 'keys that occur twice',
    text: `
nc: 4
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
nc: 7
#^ duplicate-key: The key 'nc' occurs twice: the framework silently keeps this last value and drops the…
`,
  },
  {
    title: "the comment of the framework's own files, without its hash",
    text: `
nc: 4
backbone:
   [from, repeats, module, args]
#  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ yaml-syntax: YAML syntax error: while parsing a block mapping did not find expected key. This line is a…
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Make it a comment',
  },
  {
    title: 'the same comment as a row',
    text: `
nc: 4
backbone:
  - [from, repeats, module, args]
#                   ^^^^^^ unknown-module: this line says what rows consist of: it is a comment that has lost its # (Ultralytics:…
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Make it a comment',
  },
  {
    title: 'a path where a list of rows belongs',
    text: `
nc: 4
backbone: models/backbone.py
#^^^^^^^ missing-key: backbone must be a list of rows, [from, repeats, module, args], with at least one…
head:
  - [-1, 1, Conv, [64, 3, 2]]
  - [[0, 1], 1, Detect, [nc]]
`,
  },
  {
    title: 'the fence of a code block',
    text: `
\`\`\`yaml
#^^^^^^ yaml-syntax: YAML syntax error: while scanning for the next token found character that cannot start any…
nc: 4
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
\`\`\`
`,
    fix: 'Remove the fence',
  },
  {
    title: 'keys that stand further in than those behind them',
    text: `
  nc: 4
#^ yaml-syntax: YAML syntax error: while parsing a block mapping did not find expected key. This key is…
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Indent like the keys after',
  },
  {
    title: 'a section that stands further in',
    text: `
nc: 4
  backbone:
#^ yaml-syntax: YAML syntax error: mapping values are not allowed here. This key is indented by 2 spaces,…
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Indent like the key before',
  },
  {
    title: 'a long dash in front of a row',
    text: `
nc: 4
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  – [-1, 1, Conv, [128, 3, 2]]
# ^ yaml-syntax: YAML syntax error: while parsing a block collection did not find expected '-' indicator.…
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Write -',
  },
  {
    title: 'an equals sign in the place of a colon',
    text: `
nc = 4
# ^^^ yaml-syntax: YAML syntax error: did not find expected <document start>. A key is followed by a colon, not by an…
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
head:
  - [[0], 1, Detect, [nc]]
`,
    fix: 'Write a colon',
  },
  {
    title: 'a dash without its space in front of the first row',
    text: `
nc: 4
scales:
  n: [0.50, 0.25, 1024]
backbone:
  -[-1, 1, Conv, [64, 3, 8]]
# ^ missing-key: backbone is a text, no list of rows: a space is missing after the dash (Ultralytics: IndexError: string…
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
    fix: 'Add a space after the dash',
  },
  {
    title: 'a comment of another language',
    text: `
nc: 4
scales:
  n: [0.50, 0.25, 1024]
backbone:
  // stem
# ^^^^^^^ missing-key: backbone is a text, no list of rows: this line is no row, and a comment begins with # (Ultralytics:…
  - [-1, 1, Conv, [64, 3, 8]]
head:
  - [[0], 1, Detect, [nc]]
`,
    fix: 'Make it a comment',
  },
  {
    title: 'a heading in front of the rows',
    text: `
nc: 4
scales:
  n: [0.50, 0.25, 1024]
backbone:
  stem
# ^^^^ missing-key: backbone is a text, no list of rows: this line is no row, and a comment begins with # (Ultralytics:…
  - [-1, 1, Conv, [64, 3, 8]]
head:
  - [[0], 1, Detect, [nc]]
`,
    fix: 'Make it a comment',
  },
  {
    title: 'a backbone by its name',
    text: `
nc: 4
scales:
  n: [0.50, 0.25, 1024]
backbone: resnet50
#^^^^^^^ missing-key: backbone must be a list of rows, [from, repeats, module, args]: no network is looked up by a name such…
head:
  - [-1, 1, Conv, [64, 3, 8]]
  - [[0], 1, Detect, [nc]]
`,
  },
  {
    title: 'a backbone by its name, as a mapping',
    text: `
nc: 4
scales:
  n: [0.50, 0.25, 1024]
backbone:
#^^^^^^^ missing-key: backbone must be a list of rows, [from, repeats, module, args]: no network is looked up by a name such…
  type: resnet18
  pretrained: true
head:
  - [-1, 1, Conv, [64, 3, 8]]
  - [[0], 1, Detect, [nc]]
`,
  },
  {
    title: 'a row as a mapping',
    text: inBackbone(`
  - {from: -1, module: CBAM, args: [7]}
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not-a-row: row 3 is no list of four, [from, repeats, module, args]: a mapping is not read by its names (Ultralytics:…
`),
    fix: 'Write it as a list',
  },
  {
    title: 'a row as a mapping of several lines',
    text: inBackbone(`
  - from: -1
#   ^^^^^^^^^^^^^^^^^ not-a-row: row 3 is no list of four, [from, repeats, module, args]: a mapping is not read by its names (Ultralytics:…
    module: Conv
    args: [256, 3, 1]
`),
    fix: 'Write it as a list',
  },
  {
    title: 'what a merge left behind',
    text: `
nc: 4
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
<<<<<<< HEAD
  - [-1, 1, SPPF, [64, 5]]
=======
  - [-1, 1, SPPF, [64, 7]]
>>>>>>> other
#^^^^^^^^^^^^ yaml-syntax: YAML syntax error: while scanning a simple key could not find expected ':'. A conflict marker was left…
head:
  - [[-1], 1, Detect, [nc]]
`,
  },
]);
