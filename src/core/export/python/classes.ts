/** The classes of the generated Python module: each with what it builds on, and how the parser of the framework is to treat it. */
export interface PythonClass {
  readonly name: string;
  /** Classes that must stand before it. */
  readonly needs: readonly string[];
  /** The framework's class whose place in the parser's sets it takes; none for parts that are no rows. */
  readonly parsedAs?: 'Conv' | 'C2f';
  /** Rows get c3k = True at the scales m, l and x, as the framework does for C3k2. */
  readonly forcesC3k?: boolean;
  /** Turns the old class branch of the head off, as C3k2 does. */
  readonly turnsLegacyOff?: boolean;
  readonly source: string;
}

/** The convolution alone; every other class is made of it. */
const single: PythonClass = {
  name: 'DynamicConv_Single',
  needs: [],
  parsedAs: 'Conv',
  source: `class CondConv2d(nn.Module):
    """Holds the experts as rows of one matrix and convolves each image with its own sum of them."""

    def __init__(self, c1: int, c2: int, kernel: Pair, stride: Pair, padding: Pair, dilation: Pair, groups: int, bias: bool, num_experts: int):
        super().__init__()
        self.shape = (c2, c1 // groups, *kernel)
        self.stride, self.padding, self.dilation, self.groups = stride, padding, dilation, groups
        self.weight = nn.Parameter(torch.empty(num_experts, math.prod(self.shape)))
        self.bias = nn.Parameter(torch.zeros(num_experts, c2)) if bias else None
        for expert in self.weight:
            nn.init.kaiming_uniform_(expert.data.view(self.shape), a=math.sqrt(5))

    def forward(self, x: torch.Tensor, routing: torch.Tensor) -> torch.Tensor:
        batch = x.shape[0]
        weight = torch.matmul(routing, self.weight.to(routing.dtype))
        bias = None if self.bias is None else torch.matmul(routing, self.bias.to(routing.dtype)).reshape(-1)
        geometry = (self.stride, self.padding, self.dilation)
        if batch == 1:  # One image needs no groups, and its graph exports as one convolution.
            return F.conv2d(x, weight.view(self.shape), bias, *geometry, self.groups)
        # All images at once: each is a group of channels with a kernel of its own.
        grouped = x.reshape(1, batch * x.shape[1], *x.shape[2:])
        y = F.conv2d(grouped, weight.reshape(batch * self.shape[0], *self.shape[1:]), bias, *geometry, batch * self.groups)
        return y.reshape(batch, self.shape[0], *y.shape[2:])


class DynamicConv_Single(nn.Module):
    """Dynamic convolution alone (ParameterNet): expert kernels, weighted for each image by sigmoid routing from the pooled input."""

    def __init__(
        self, c1, c2, kernel_size=1, stride=1, padding: Any = "", dilation=1, groups=1, bias=False, num_experts=4
    ):
        super().__init__()
        if c1 % groups or c2 % groups:
            raise ValueError(f"{'in' if c1 % groups else 'out'}_channels must be divisible by groups")
        kernel, stride, dilation = pair(kernel_size), pair(stride), pair(dilation)
        if padding == "":
            padding = tuple(((s - 1) + d * (k - 1)) // 2 for k, s, d in zip(kernel, stride, dilation))
        self.routing = nn.Linear(c1, num_experts)
        self.cond_conv = CondConv2d(c1, c2, kernel, stride, pair(padding), dilation, groups, bias, num_experts)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # A mean is the global average pooling whose backward is deterministic on every device.
        routing = torch.sigmoid(self.routing(x.mean((2, 3))))
        return self.cond_conv(x, routing)`,
};

const drop: PythonClass = {
  name: 'DynamicConv',
  needs: ['DynamicConv_Single'],
  parsedAs: 'Conv',
  source: `class DynamicConv(nn.Module):
    """Dynamic convolution, batch normalisation, activation: the drop-in for Conv. Fusing leaves it as it is, which is right: its
    normalisation follows another kernel for every image."""

    def __init__(self, c1, c2, k=1, s=1, p=None, g=1, d=1, act=True, num_experts=4):
        super().__init__()
        self.conv = DynamicConv_Single(c1, c2, k, s, same_padding(k, p, d), d, g, num_experts=num_experts)
        self.bn = nn.BatchNorm2d(c2)
        self.act = Conv.default_act if act is True else act if isinstance(act, nn.Module) else nn.Identity()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.act(self.bn(self.conv(x)))`,
};

const plainAlias: PythonClass = {
  name: 'DynamicConv',
  needs: ['DynamicConv_Single'],
  parsedAs: 'Conv',
  source: `class DynamicConv(DynamicConv_Single):
    """In this file the bare name means the convolution alone."""`,
};

function bottleneck(plain: boolean): PythonClass {
  return {
    name: 'Bottleneck_DynamicConv',
    needs: ['DynamicConv'],
    source: `class Bottleneck_DynamicConv(nn.Module):
    """A convolution, then a 3×3 dynamic convolution, with the input added where the channels are equal."""

    def __init__(self, c1, c2, shortcut=True, g=1, k=(3, 3), e=${plain ? '0.5' : '1.0'}):
        super().__init__()
        hidden = int(c2 * e)
        self.cv1 = Conv(c1, hidden, k[0], 1)
        self.cv2 = ${plain ? 'DynamicConv(hidden, c2, 3, groups=g)' : 'DynamicConv(c2, c2, 3)'}
        self.add = shortcut and c1 == c2

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.cv2(self.cv1(x))
        return x + y if self.add else y`,
  };
}

function c3k2(plain: boolean): PythonClass {
  return {
    name: 'C3k2_DynamicConv',
    needs: ['Bottleneck_DynamicConv'],
    parsedAs: 'C2f',
    ...(plain ? {} : { forcesC3k: true, turnsLegacyOff: true }),
    source: `class C3k_DynamicConv(C3):
    """C3 whose bottlenecks end in a dynamic convolution."""

    def __init__(self, c1, c2, n=1, shortcut=True, g=1, e=0.5, k=3):
        super().__init__(c1, c2, n, shortcut, g, e)
        c = int(c2 * e)
        self.m = nn.Sequential(*(Bottleneck_DynamicConv(c, c, shortcut, g, k=(k, k), e=1.0) for _ in range(n)))


class C3k2_DynamicConv(C2f):
    """C3k2 whose bottlenecks end in a dynamic convolution."""

    def __init__(self, c1, c2, n=1, c3k=False, e=0.5, g=1, shortcut=True):
        super().__init__(c1, c2, n, shortcut, g, e)
        self.m = nn.ModuleList(
            C3k_DynamicConv(self.c, self.c, 2, shortcut, g) if c3k else Bottleneck_DynamicConv(self.c, self.c, shortcut, g)
            for _ in range(n)
        )`,
  };
}

const c2f: PythonClass = {
  name: 'C2f_DynamicConv',
  needs: ['Bottleneck_DynamicConv'],
  parsedAs: 'C2f',
  source: `class C2f_DynamicConv(C2f):
    """C2f whose bottlenecks end in a dynamic convolution."""

    def __init__(self, c1, c2, n=1, shortcut=False, g=1, e=0.5):
        super().__init__(c1, c2, n, shortcut, g, e)
        self.m = nn.ModuleList(Bottleneck_DynamicConv(self.c, self.c, shortcut, g, e=1.0) for _ in range(n))`,
};

const ghost: PythonClass = {
  name: 'GhostModule',
  needs: ['DynamicConv'],
  source: `class GhostModule(nn.Module):
    """Half of the maps by a 1×1 dynamic convolution, the others by a depth-wise one of these."""

    def __init__(self, c1, c2, num_experts=4):
        super().__init__()
        self.c2 = c2
        first = math.ceil(c2 / 2)
        self.primary_conv = DynamicConv(c1, first, num_experts=num_experts)
        self.cheap_operation = DynamicConv(first, first, 3, g=first, num_experts=num_experts)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        primary = self.primary_conv(x)
        return torch.cat([primary, self.cheap_operation(primary)], 1)[:, : self.c2]`,
};

const c3k2Ghost: PythonClass = {
  name: 'C3k2_GhostDynamicConv',
  needs: ['GhostModule'],
  parsedAs: 'C2f',
  forcesC3k: true,
  turnsLegacyOff: true,
  source: `class C3k_GhostDynamicConv(C3):
    """C3 of ghost modules with dynamic convolutions."""

    def __init__(self, c1, c2, n=1, shortcut=True, g=1, e=0.5):
        super().__init__(c1, c2, n, shortcut, g, e)
        c = int(c2 * e)
        self.m = nn.Sequential(*(GhostModule(c, c) for _ in range(n)))


class C3k2_GhostDynamicConv(C2f):
    """C3k2 whose repeated part is a ghost module of dynamic convolutions."""

    def __init__(self, c1, c2, n=1, c3k=False, e=0.5, g=1, shortcut=True):
        super().__init__(c1, c2, n, shortcut, g, e)
        self.m = nn.ModuleList(
            C3k_GhostDynamicConv(self.c, self.c, 2, shortcut, g) if c3k else GhostModule(self.c, self.c) for _ in range(n)
        )`,
};

const c2fGhost: PythonClass = {
  name: 'C2f_GhostDynamicConv',
  needs: ['GhostModule'],
  parsedAs: 'C2f',
  source: `class C2f_GhostDynamicConv(C2f):
    """C2f whose repeated part is a ghost module of dynamic convolutions."""

    def __init__(self, c1, c2, n=1, shortcut=False, g=1, e=0.5):
        super().__init__(c1, c2, n, shortcut, g, e)
        self.m = nn.ModuleList(GhostModule(self.c, self.c) for _ in range(n))`,
};

const ghostOfSingles: PythonClass = {
  name: 'GhostModule_DynamicConv',
  needs: ['DynamicConv_Single'],
  source: `class GhostModule_DynamicConv(nn.Module):
    """ParameterNet's ghost module: half of the maps by a 1×1 dynamic convolution, the others by a depth-wise one of these."""

    def __init__(self, c1, c2, num_experts=4):
        super().__init__()
        self.c2 = c2
        first = math.ceil(c2 / 2)
        self.primary_conv = nn.Sequential(
            DynamicConv_Single(c1, first, 1, padding=0, num_experts=num_experts), nn.BatchNorm2d(first), nn.ReLU()
        )
        self.cheap_operation = nn.Sequential(
            DynamicConv_Single(first, first, 3, padding=1, groups=first, num_experts=num_experts), nn.BatchNorm2d(first), nn.ReLU()
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        primary = self.primary_conv(x)
        return torch.cat([primary, self.cheap_operation(primary)], 1)[:, : self.c2]`,
};

const c2fGhostOfSingles: PythonClass = {
  name: 'C2f_GhostModule_DynamicConv',
  needs: ['GhostModule_DynamicConv'],
  parsedAs: 'C2f',
  source: `class C2f_GhostModule_DynamicConv(C2f):
    """C2f whose repeated part is ParameterNet's ghost module."""

    def __init__(self, c1, c2, n=1, shortcut=False, g=1, e=0.5):
        super().__init__(c1, c2, n, shortcut, g, e)
        self.m = nn.ModuleList(GhostModule_DynamicConv(self.c, self.c) for _ in range(n))`,
};

const offset: PythonClass = {
  name: 'OffsetDynamicConv',
  needs: [],
  parsedAs: 'Conv',
  source: `class OffsetDynamicConv(nn.Module):
    """Offset-based dynamic convolution (after Deformable ConvNets): the input is sampled where a branch says, then convolved."""

    def __init__(self, c1, c2, k=1, s=1, p=None, g=1, d=1, act=True):
        super().__init__()
        self.kernel, self.stride, self.dilation = pair(k), pair(s), pair(d)
        self.padding = pair(same_padding(k, p, d))
        positions = self.kernel[0] * self.kernel[1]
        self.offset = nn.Conv2d(c1, 2 * positions, self.kernel, self.stride, self.padding, self.dilation)
        nn.init.zeros_(self.offset.weight)
        nn.init.zeros_(self.offset.bias)
        self.conv = nn.Conv2d(c1 * positions, c2, 1, groups=g, bias=False)
        self.bn = nn.BatchNorm2d(c2)
        self.act = Conv.default_act if act is True else act if isinstance(act, nn.Module) else nn.Identity()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.act(self.bn(self.conv(self.sample(x, self.offset(x)))))

    def sample(self, x: torch.Tensor, offset: torch.Tensor) -> torch.Tensor:
        """[batch, c, h, w] and offsets (vertical, horizontal for each position) to [batch, c · positions, h', w']."""
        batch, c, h, w = x.shape
        height, width = offset.shape[2:]
        # Positions are too fine for half precision.
        offset = offset.float().view(batch, -1, 2, height, width)
        rows = torch.arange(height, device=x.device, dtype=torch.float32) * self.stride[0] - self.padding[0]
        columns = torch.arange(width, device=x.device, dtype=torch.float32) * self.stride[1] - self.padding[1]
        samples = []
        for n in range(self.kernel[0] * self.kernel[1]):
            i, j = n // self.kernel[1] * self.dilation[0], n % self.kernel[1] * self.dilation[1]
            y = offset[:, n, 0] + rows.view(1, -1, 1) + i
            z = offset[:, n, 1] + columns.view(1, 1, -1) + j
            grid = torch.stack(((2 * z + 1) / w - 1, (2 * y + 1) / h - 1), -1)
            samples.append(F.grid_sample(x, grid.to(x.dtype), padding_mode="zeros", align_corners=False))
        return torch.stack(samples, 2).reshape(batch, c * len(samples), height, width)`,
};

/** All classes, each behind those that it needs; `plain`: the bare name `DynamicConv` means the convolution alone. */
export function pythonClasses(plain: boolean): readonly PythonClass[] {
  const blocks = [bottleneck(plain), c3k2(plain), c2f];
  const ghosts = plain ? [] : [ghost, c3k2Ghost, c2fGhost];
  return [single, plain ? plainAlias : drop, ...blocks, ...ghosts, ghostOfSingles, c2fGhostOfSingles, offset];
}
