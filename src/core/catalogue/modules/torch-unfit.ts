/** Layers of `torch.nn` that PyTorch makes and that no feature map fits: losses, sequences, containers. Names, then arguments; `?`: may be left out. */
import { t } from '../../l10n.ts';
import { Refused, Unknown } from '../../net/refused.ts';
import { any } from '../arguments.ts';
import { defineModule, type ModuleDefinition } from '../define.ts';

const missing = (name: string) => `${name}.forward() missing 1 required positional argument`;
const rank = (name: string) => `${name}: the input has another number of dimensions than it takes`;

const kinds: readonly { readonly type: string; readonly lazy?: true; text(name: string): string; readonly layers: readonly string[] }[] = [
  {
    type: 'TypeError',
    text: missing,
    layers: [
      'BCELoss weight? size_average? reduce? reduction?',
      'BCEWithLogitsLoss weight? size_average? reduce? reduction? pos_weight?',
      'Bilinear in1_features in2_features out_features bias? device? dtype?',
      'CTCLoss blank? reduction? zero_infinity?',
      'CosineEmbeddingLoss margin? size_average? reduce? reduction?',
      'CosineSimilarity dim? eps?',
      'CrossEntropyLoss weight? size_average? ignore_index? reduce? reduction? label_smoothing?',
      'GaussianNLLLoss',
      'HingeEmbeddingLoss margin? size_average? reduce? reduction?',
      'HuberLoss reduction? delta?',
      'KLDivLoss size_average? reduce? reduction? log_target?',
      'L1Loss size_average? reduce? reduction?',
      'MSELoss size_average? reduce? reduction?',
      'MarginRankingLoss margin? size_average? reduce? reduction?',
      'MaxUnpool1d kernel_size stride? padding?',
      'MaxUnpool2d kernel_size stride? padding?',
      'MaxUnpool3d kernel_size stride? padding?',
      'MultiLabelMarginLoss size_average? reduce? reduction?',
      'MultiLabelSoftMarginLoss weight? size_average? reduce? reduction?',
      'MultiMarginLoss p? margin? weight? size_average? reduce? reduction?',
      'MultiheadAttention embed_dim num_heads dropout? bias? add_bias_kv? add_zero_attn? kdim? vdim? batch_first? device? dtype?',
      'NLLLoss weight? size_average? ignore_index? reduce? reduction?',
      'NLLLoss2d weight? size_average? ignore_index? reduce? reduction?',
      'PairwiseDistance p? eps? keepdim?',
      'PoissonNLLLoss log_input? full? size_average? eps? reduce? reduction?',
      'SmoothL1Loss size_average? reduce? reduction? beta?',
      'SoftMarginLoss size_average? reduce? reduction?',
      'Transformer d_model? nhead? num_encoder_layers? num_decoder_layers? dim_feedforward? dropout? activation? custom_encoder? custom_decoder? layer_norm_eps? batch_first? norm_first? bias? device? dtype?',
      'TransformerDecoderLayer d_model nhead dim_feedforward? dropout? activation? layer_norm_eps? batch_first? norm_first? bias? device? dtype?',
      'TripletMarginLoss margin? p? eps? swap? size_average? reduce? reduction?',
      'TripletMarginWithDistanceLoss',
      'AdaptiveLogSoftmaxWithLoss in_features n_classes cutoffs div_value? head_bias? device? dtype?',
      'LinearCrossEntropyLoss in_features num_classes',
    ],
  },
  {
    type: 'RuntimeError',
    text: rank,
    layers: [
      'AdaptiveAvgPool1d output_size',
      'AdaptiveMaxPool1d output_size return_indices?',
      'AvgPool1d kernel_size stride? padding? ceil_mode? count_include_pad?',
      'Conv1d in_channels out_channels kernel_size stride? padding? dilation? groups? bias? padding_mode? device? dtype?',
      'ConvTranspose1d in_channels out_channels kernel_size stride? padding? output_padding? groups? bias? dilation? padding_mode? device? dtype?',
      'Embedding num_embeddings embedding_dim padding_idx? max_norm? norm_type? scale_grad_by_freq? sparse? weight? freeze? device? dtype?',
      'Fold output_size kernel_size dilation? padding? stride?',
      'MaxPool1d kernel_size stride? padding? dilation? return_indices? ceil_mode?',
      'LPPool1d norm_type kernel_size stride? ceil_mode?',
      'ParameterDict parameters?',
      'ParameterList values?',
    ],
  },
  {
    type: 'ValueError',
    text: rank,
    layers: [
      'BatchNorm1d num_features eps? momentum? affine? track_running_stats? device? dtype?',
      'BatchNorm3d num_features eps? momentum? affine? track_running_stats? device? dtype?',
      'InstanceNorm1d num_features eps? momentum? affine? track_running_stats? device? dtype?',
      'GRU input_size hidden_size num_layers? bias? batch_first? dropout? bidirectional? proj_size? device? dtype?',
      'LSTM input_size hidden_size num_layers? bias? batch_first? dropout? bidirectional? proj_size? device? dtype?',
      'RNN input_size hidden_size num_layers? nonlinearity? bias? batch_first? dropout? bidirectional? device? dtype?',
      'GRUCell input_size hidden_size bias? device? dtype?',
      'LSTMCell input_size hidden_size bias? device? dtype?',
      'RNNCell input_size hidden_size bias? nonlinearity? device? dtype?',
      'EmbeddingBag num_embeddings embedding_dim max_norm? norm_type? scale_grad_by_freq? mode? sparse? weight? include_last_offset? padding_idx? device? dtype?',
      'CircularPad1d padding',
    ],
  },
  {
    type: 'NotImplementedError',
    text: (name) => `Module [${name}] is missing the required "forward" function`,
    layers: ['Container', 'Module', 'ModuleDict modules?', 'ModuleList modules?', 'ReflectionPad1d padding', 'ReplicationPad1d padding'],
  },
  {
    type: 'AssertionError',
    text: rank,
    layers: [
      'TransformerEncoderLayer d_model nhead dim_feedforward? dropout? activation? layer_norm_eps? batch_first? norm_first? bias? device? dtype?',
    ],
  },
  {
    type: 'ValueError',
    lazy: true,
    text: () => 'Attempted to use an uninitialized parameter',
    layers: [
      'LazyConv1d out_channels kernel_size stride? padding? dilation? groups? bias? padding_mode? device? dtype?',
      'LazyConv2d out_channels kernel_size stride? padding? dilation? groups? bias? padding_mode? device? dtype?',
      'LazyConv3d out_channels kernel_size stride? padding? dilation? groups? bias? padding_mode? device? dtype?',
      'LazyConvTranspose1d out_channels kernel_size stride? padding? output_padding? groups? bias? dilation? padding_mode? device? dtype?',
      'LazyConvTranspose2d out_channels kernel_size stride? padding? output_padding? groups? bias? dilation? padding_mode? device? dtype?',
      'LazyConvTranspose3d out_channels kernel_size stride? padding? output_padding? groups? bias? dilation? padding_mode? device? dtype?',
      'LazyBatchNorm1d eps? momentum? affine? track_running_stats? device? dtype?',
      'LazyBatchNorm2d eps? momentum? affine? track_running_stats? device? dtype?',
      'LazyBatchNorm3d eps? momentum? affine? track_running_stats? device? dtype?',
      'LazyInstanceNorm1d eps? momentum? affine? track_running_stats? device? dtype?',
      'LazyInstanceNorm2d eps? momentum? affine? track_running_stats? device? dtype?',
      'LazyInstanceNorm3d eps? momentum? affine? track_running_stats? device? dtype?',
      'LazyLinear out_features bias? device? dtype?',
    ],
  },
];

const layers: ReadonlyMap<string, ModuleDefinition> = new Map(
  kinds.flatMap(({ type, lazy, text, layers: lines }) =>
    lines.map((line) => {
      const [name = '', ...args] = line.split(' ');
      // The parser counts a new module's parameters, which a lazy one does not have yet.
      const refused = lazy ? new Refused(type, text(name), 'row', undefined, undefined, true) : new Refused(type, text(name), 'row');
      return [`nn.${name}`, unfit(name, args, refused)];
    }),
  ),
);

/** The layer of this name, if it is one that no feature map fits. */
export function unfitLayer(name: string): ModuleDefinition | undefined {
  return layers.get(name);
}

function unfit(name: string, args: readonly string[], refused: Refused): ModuleDefinition {
  return defineModule({
    name: `nn.${name}`,
    summary: 'A layer of PyTorch that takes no feature map.',
    composition: name,
    args: args.map((arg) => any(arg.replace('?', ''), arg.replace('?', ''), arg.endsWith('?') ? null : undefined)),
    parser: { family: 'verbatim' },
    build: (_net, x) => {
      if (refused.constructing || x.shape.length === 3) throw refused;
      throw new Unknown(t`${`nn.${name}`} is not described here`);
    },
    examples: [],
  });
}
