/** The framework's reference pages, one for each file of its modules, and the classes that each documents. */
const reference: Readonly<Record<string, string>> = {
  conv: 'Conv DWConv Concat GhostConv RepConv Conv2 Focus ConvTranspose DWConvTranspose2d CBAM Index ChannelAttention SpatialAttention',
  block:
    'C3k2 C2f C3 Bottleneck SPPF C2PSA A2C2f C1 C2 C3x C3TR BottleneckCSP PSA C2fPSA SCDown GhostBottleneck C3Ghost RepVGGDW RepC3 ' +
    'RepNCSPELAN4 ELAN1 SPPELAN C2fCIB AConv ADown SPP CBLinear CBFuse C2fAttn ImagePoolingAttn HGStem HGBlock ResNetLayer ' +
    'TorchVision C3k Attention PSABlock',
  head:
    'Detect Segment Pose OBB Segment26 Pose26 OBB26 SemanticSegment Depth Classify v10Detect WorldDetect YOLOEDetect YOLOESegment ' +
    'YOLOESegment26 LRPCHead RTDETRDecoder',
  transformer: 'AIFI',
};

/** What a module is from, where the framework does not document it: arXiv's number of the paper. */
const papers: Readonly<Record<string, string>> = {
  '1703.06211': 'OffsetDynamicConv',
  '1709.01507': 'SEAttention',
  '1910.03151': 'EfficientChannelAttention',
  '1911.06667': 'EffectiveSEModule',
  '1911.09070': 'Fusion BiFPN_Concat2 BiFPN_Concat3 BiFPN_Add2 BiFPN_Add3',
  '2010.03045': 'TripletAttention',
  '2102.00240': 'ShuffleAttention',
  '2103.02907': 'CoordAtt',
  '2112.05561': 'GAM',
  '2206.02424': 'GSConv GSConvns GSConvE GSBottleneck VoVGSCSP',
  '2207.02696': 'ELAN ELAN_H ELAN_t MP_1 MP_2 SPPCSPC',
  '2208.03641': 'SPDConv space_to_depth',
  '2303.03667': 'Partial_conv3',
  '2304.03198': 'RFAConv',
  '2305.13563': 'EMA',
  '2306.14525':
    'DynamicConv DynamicConv_Single C3k2_DynamicConv C2f_DynamicConv C3k2_GhostDynamicConv C2f_GhostDynamicConv C2f_GhostModule_DynamicConv',
  '2309.01439': 'LSKA SPPF_LSKA',
  '2312.06458': 'Zoom_cat',
  '2403.06258': 'CAA',
  '2408.04804': 'MANet',
  '2506.17733': 'HyperACE FullPAD_Tunnel DownsampleConv DSConv DSC3k2',
};

/** Each listed name with the address of its page. */
const pages = new Map<string, string>([
  ...named(papers, (paper) => `https://arxiv.org/abs/${paper}`),
  ...named(reference, (page, name) => `https://docs.ultralytics.com/reference/nn/modules/${page}/#ultralytics.nn.modules.${page}.${name}`),
]);

function named(table: Readonly<Record<string, string>>, address: (key: string, name: string) => string): [string, string][] {
  return Object.entries(table).flatMap(([key, names]) => names.split(' ').map((name): [string, string] => [name, address(key, name)]));
}

/** The page that explains a module: the framework's or PyTorch's reference, else the paper that it is from. */
export function pageOf(module: string): string | undefined {
  const torch = /^nn\.(\w+)$/.exec(module)?.[1];
  if (torch !== undefined) return `https://docs.pytorch.org/docs/stable/generated/torch.nn.${torch}.html`;
  return pages.get(module);
}
