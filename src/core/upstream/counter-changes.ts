/** What changed in the counter (THOP) and in which of its releases first; found by comparing the published packages. */
export const counterChanges = [
  {
    id: 'transposed-by-input',
    since: '2.0.16',
    what: 'transposed convolutions are counted from their input; before, from their output, stride² times too many',
  },
  { id: 'clean-after-failure', since: '2.0.22', what: 'a forward that fails leaves no counting hooks behind on the model' },
  { id: 'stride-option', since: '2.1.1', what: 'a larger image can be told from one or two small ones, one stride tall' },
  { id: 'nearest-is-free', since: '2.1.2', what: 'repeating cells (nearest) costs nothing' },
  { id: 'real-windows', since: '2.1.2', what: 'adaptive averages count the cells of their real windows' },
  { id: 'group-norm', since: '2.1.2', what: 'nn.GroupNorm is counted like the other normalisations' },
  { id: 'rms-norm', since: '2.1.2', what: 'nn.RMSNorm is counted like the other normalisations' },
  { id: 'subclasses-too', since: '2.1.2', what: 'subclasses of a known layer are counted by its rule; before, only the exact class' },
  { id: 'children-too', since: '2.1.2', what: 'a rule of its own for a module no longer hides what is counted inside it' },
  { id: 'average-windows', since: '2.1.3', what: 'averages count the cells of their windows and a division an output cell' },
  { id: 'softmax-kin', since: '2.1.3', what: 'nn.LogSoftmax, nn.Softmin and nn.Softmax2d are counted like nn.Softmax' },
  { id: 'multihead-attention', since: '2.1.3', what: 'nn.MultiheadAttention has a rule, and models that have it are counted at full size' },
  { id: 'products', since: '2.2.0', what: 'matmul, @, bmm and scaled_dot_product_attention are counted outside modules that have a rule' },
  {
    id: 'quadratic-fit',
    since: '2.2.0',
    what: 'work that grows with the square of the image is told from four small images, as wide as asked for',
  },
  {
    id: 'adaptive-max-fixed',
    since: '2.2.1',
    what: 'models with adaptive maxima are taken to have work that does not grow with the image',
  },
  { id: 'einsum', since: '2.2.2', what: 'einsum of two operands is counted' },
  { id: 'functional-linear', since: '2.2.3', what: 'functional linear layers and attention are counted' },
] as const;

export type CounterChangeId = (typeof counterChanges)[number]['id'];
