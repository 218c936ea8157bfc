/**
 * What changed in the framework and in which release first; found by comparing the published packages. A release has the
 * behaviour of every entry up to its own number.
 */
export const changes = [
  {
    id: 'legacy-class-branch',
    since: '8.3.17',
    what: 'older models get the class branch of two full convolutions; before, every head has the new one',
  },
  { id: 'classify-gives-logits', since: '8.3.39', what: 'Classify gives scores without softmax' },
  { id: 'classify-gives-both', since: '8.3.47', what: 'Classify gives probabilities and the scores before softmax' },
  { id: 'torchvision-ops-names', since: '8.3.64', what: 'names that contain `torchvision.ops.` are looked up there' },
  { id: 'torchvision-without-channels', since: '8.3.66', what: 'TorchVision and Index get [rest] instead of [c1, c2, rest]' },
  { id: 'leaf-layer-count', since: '8.3.76', what: 'the printed layer count takes only modules without children' },
  { id: 'a2c2f', since: '8.3.78', what: 'A2C2f exists' },
  { id: 'yoloe-heads', since: '8.3.99', what: 'YOLOE heads; the scale is also read from names like `yoloe-11m`' },
  { id: 'c2fcib-turns-legacy-off', since: '8.3.99', what: 'C2fCIB turns the legacy class branch off' },
  { id: 'task-contains-segment', since: '8.3.99', what: 'the task segment is recognised by a name that contains it' },
  {
    id: 'v10-fuse-drops-one-to-many',
    since: '8.3.111',
    what: 'fusing v10Detect puts one shared Identity in the place of its one-to-many branches',
  },
  { id: 'caller-channels-win', since: '8.3.112', what: "the file's `ch:` no longer wins over the caller's" },
  { id: 'libyaml', since: '8.3.125', what: 'YAML is read through libyaml, cleaned only on a second try' },
  {
    id: 'stride-in-evaluation',
    since: '8.3.147',
    what: 'strides are measured in evaluation mode: BatchNorm on 1×1 maps no longer refuses the build',
  },
  { id: 'scale-without-scales', since: '8.3.199', what: 'the variable `scale` exists without `scales`' },
  { id: 'heads-take-reg-max', since: '8.4.0', what: 'heads take reg_max and end2end from the file' },
  { id: 'image-pooling-channels-second', since: '8.4.0', what: 'ImagePoolingAttn gets the channels as its second argument, not its last' },
  { id: 'task-contains-all', since: '8.4.0', what: 'pose and obb are recognised by names that contain them' },
  { id: 'c3k2-attention', since: '8.4.0', what: 'C3k2 has an `attn` argument before `g`' },
  { id: 'sppf-arguments', since: '8.4.0', what: 'SPPF has n and shortcut, and its first Conv no activation' },
  { id: 'fuse-drops-one-to-many', since: '8.4.0', what: 'fusing sets the one-to-many branches of end-to-end heads to none' },
  { id: 'attention-one-head', since: '8.4.19', what: 'PSA and C2fPSA have at least one attention head' },
  { id: 'semantic-segment', since: '8.4.52', what: 'SemanticSegment exists' },
  { id: 'module-prefixes', since: '8.4.67', what: '`nn.` and `torchvision.ops.` must start a name' },
  { id: 'yaml-mapping-required', since: '8.4.68', what: 'lists and scalars are "not a valid YAML mapping"' },
  { id: 'nc-channels-scaled', since: '8.4.103', what: 'c2 equal to `nc` is scaled like any other; only Classify keeps its first argument' },
  { id: 'depth', since: '8.4.104', what: 'the Depth head exists' },
  { id: 'exact-print', since: '8.4.109', what: "printed GFLOPs come from the counter's stride option, without inflating a small image" },
  { id: 'c2psa-one-head', since: '8.4.113', what: 'C2PSA has at least one attention head' },
  { id: 'c2fattn-heads-first', since: '8.4.124', what: 'C2fAttn: heads first, then the embedding from c2' },
  {
    id: 'scale-compared-whole',
    since: '8.4.131',
    what: 'the scale letter is compared as a whole; C3k2 takes c3k where the row gives only [c2]',
  },
  { id: 'fuse-without-threshold', since: '8.4.139', what: 'fuse() runs on any model that has something to fuse' },
  { id: 'sppf-legacy-activation', since: '8.4.141', what: 'SPPF rows with at most three constructor arguments get the activation back' },
  { id: 'fuse-drops-unused-branch', since: '8.4.142', what: 'fusing a two-branch head drops whichever branch is not in use' },
  { id: 'given-name-first', since: '8.4.144', what: 'a file of the given name is tried before the one without the scale letter' },
  {
    id: 'activation-restored',
    since: '8.4.164',
    what: 'YOLOE heads default to with_bn; the default activation is restored after each build',
  },
  { id: 'pose-needs-kpt-shape', since: '8.4.175', what: 'pose files must have `kpt_shape`' },
  { id: 'contrast-by-matmul', since: '8.4.189', what: 'the contrastive heads multiply with @ instead of einsum' },
] as const;

export type ChangeId = (typeof changes)[number]['id'];
