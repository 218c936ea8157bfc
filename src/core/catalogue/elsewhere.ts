/** Names of modules that the catalogue does not describe: what they are called here, and where people have them from. */
import { t } from '../l10n.ts';
import { repositoryOf } from './repositories.ts';

/** Modules of the catalogue by other names: those of papers, of other forks, of other versions of YOLO. */
const others: Readonly<Record<string, string>> = {
  Conv: 'CBS ConvBNSiLU ConvBnSiLU Conv_BN_SiLU ConvModule',
  DWConv: 'DepthwiseConv DepthWiseConv DWConv2d Depthwise',
  ConvTranspose: 'TransConv Deconv DeConv',
  Concat: 'Concatenate Cat Route',
  SPPF: 'SPPFast FastSPP',
  C3Ghost: 'GhostC3',
  'nn.Upsample': 'Upsampling UpSampling UpSampling2D',
  'nn.MaxPool2d': 'MaxPool MaxPooling',
  'nn.AvgPool2d': 'AvgPool',
  'nn.AdaptiveAvgPool2d': 'GlobalAvgPool GAP',
  Detect: 'Detect26',
  OBB: 'OBBDetect Detect_OBB',
  Pose: 'PoseDetect Detect_Pose KeypointDetect',
  Segment: 'SegmentDetect Detect_Seg Seg',
  RTDETRDecoder: 'RTDETRHead RTDETR_Decoder',
  SEAttention: 'SE SEBlock SE_Block SELayer SEModule SENet SEAtt SqueezeExcite',
  EfficientChannelAttention: 'ECA ECAAttention ECA_layer eca_layer EcaLayer ECALayer ECANet ECABlock',
  CBAM: 'CBAMBlock CBAM_Block CBAMAttention',
  GAM: 'GAM_Attention GAMAttention GAM_Attn',
  CoordAtt: 'CA CA_Block CABlock CoordAttention CoordinateAttention CoordAttn',
  EMA: 'EMA_attention EMAAttention EMAttention',
  ShuffleAttention: 'SA SANet sa_layer ShuffleAttn',
  SimAM: 'Simam_module SimAM_module SimAMModule SimAMAttention',
  TripletAttention: 'TripletAttn TripletAtt',
  SPDConv: 'SPD SPD_Conv',
  Partial_conv3: 'PConv PartialConv Partial_conv',
  BiFPN_Concat2: 'Concat_BiFPN BiFPN_Concat',
};

/** Classes that only other repositories have, which are no part of the catalogue. */
const places: Readonly<Record<string, string>> = {
  YOLOv5: 'CrossConv MixConv2d Contract Expand Sum C3SPP Ensemble',
  'YOLOv5 with other attention': 'C3SE C3ECA C3CA C3CBAM C3_GC NAM',
  'TPH-YOLOv5': 'C3STR CLLADetect',
  YOLOv6: 'SimConv SimSPPF RepBlock BepC3 BiFusion BottleRep CSPSPPF SimCSPSPPF EffDecHead EffiDeHead ConvBNReLU',
  YOLOv7:
    'IDetect IAuxDetect IBin IKeypoint MP SP Stem ReOrg Chuncat Shortcut Foldcut RobustConv DownC BottleneckCSPA BottleneckCSPB BottleneckCSPC ResCSPA ResCSPB ResCSPC ResXCSPA ResXCSPB ResXCSPC Ghost GhostCSPA GhostCSPB GhostCSPC GhostStem GhostSPPCSPC SPPCSP STCSPA STCSPB STCSPC ImplicitA ImplicitM',
  'forks with parts of YOLOv7': 'SPPFCSPC Yolov7_Tiny_E_ELAN Yolov7_Tiny_SPP SPPCSPC_group',
  YOLOv9: 'DDetect DualDetect DualDDetect TripleDetect TripleDDetect DSegment DualDSegment Panoptic RepConvN RepNBottleneck RepNCSP',
  YOLOX: 'DetectX YOLOXHead',
  'Gold-YOLO': 'SimFusion_4in SimFusion_3in IFM InjectionMultiSum_Auto_pool PyramidPoolAgg AdvPoolFusion TopBasicLayer',
  'ASF-YOLO': 'attention_model',
  'Mamba-YOLO': 'SimpleStem VSSBlock XSSBlock VisionClueMerge',
  'Hyper-YOLO': 'HyPConv',
  'YOLO-FaceV2': 'SEAM MultiSEAM',
  CFPNet: 'EVCBlock',
  AFPN: 'ASFF2 ASFF3 ASFF_2 ASFF_3 Detect_AFPN',
  ASFF: 'ASFF ASFFV5 Detect_ASFF ASFF_Detect',
  'Dynamic Head': 'DyHead DyHeadBlock Detect_DyHead DynamicHead',
  'forks of Ultralytics with lighter heads': 'Detect_LSCD Detect_LADH Detect_TADDH LSCD',
  'forks of Ultralytics with BiFPN': 'BiFPN Bi_FPN BiFPN_Transformer',
  'RT-DETR in forks of Ultralytics': 'Blocks ConvNormLayer BasicBlock BottleNeck_RTDETR',
  FasterNet: 'FasterBlock Faster_Block BasicStage PatchEmbed_FasterNet PatchMerging_FasterNet',
  'Swin Transformer':
    'C2fSTR C2f_Swin C3k2_Swin SwinBlock SwinTransformerBlock SwinTransformerLayer SwinTransformer_Layer PatchEmbed PatchMerging',
  BiFormer: 'BiFormerBlock BiLevelRoutingAttention BRA',
  BoTNet: 'MHSA BoT3 BottleneckTransformer',
  ODConv: 'ODConv ODConv_3rd',
  Involution: 'involution C2f_Invo',
  'DetectoRS (SAConv)': 'SAConv2d SAConv C2f_SAConv C3k2_SAConv',
  'Deformable ConvNets': 'DCN DCNv3 DCNv4 C2f_DCN C2f_DCNv3 C2f_DCNv4 C3k2_DCNv3 C3k2_DCNv4 C2f_DCNv2_Dynamic C3k2_DCNv2_Dynamic',
  SCConv: 'SCConv ScConv',
  DSConv: 'C2f_DSConv DySnakeConv',
  'Haar wavelet downsampling (HWD)': 'HWD Down_wt',
  RFB: 'BasicRFB RFB',
  'EMO (iRMB)': 'iRMB C2f_iRMB C3k2_iRMB',
  MobileNet:
    'MobileNetV3 MobileNetV3_InvertedResidual MobileNetV3_BLOCK MobileNet1 MobileNet2 MobileNet3 InvertedResidual conv_bn_hswish mobilenetv2_035',
  ShuffleNet: 'Shuffle_Block ShuffleNetV2 ShuffleBlock conv_bn_relu_maxpool',
  GhostNet: 'GhostModule GhostModuleV2',
  EfficientNet: 'MBConvBlock MBConv',
  EfficientViT: 'EfficientViT_M0',
  StarNet: 'starnet_s050',
  VanillaNet: 'vanillanetBlock VanillaNet',
  ConvNeXt: 'CNeB ConvNeXtBlock ConvNextBlock',
  LSKNet: 'C2f_LSK C3k2_LSK',
  CoordConv: 'CoordConv',
  CATNet: 'ContextAggregation',
};

/** The name in the catalogue for a module that somebody calls otherwise. */
export function otherName(name: string): string | undefined {
  return names.get(name);
}

/** Where a class comes from that neither the framework nor the catalogue has. */
export function placeOf(name: string): string | undefined {
  const [origin, repository] = [found.get(name), repositoryOf(name)];
  if (origin === undefined || repository === undefined) return origin ?? repository;
  return t`${origin}, for example in ${repository}`;
}

function byWord(lists: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(lists).flatMap(([key, words]) => words.split(' ').map((word) => [word, key] as const)));
}

const names = byWord(others);
const found = byWord(places);
