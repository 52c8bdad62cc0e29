using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Brings every row to one scale.</summary>
internal interface INorm
{
    /// <summary>[..., H] → [..., H].</summary>
    Tensor Forward(Tensor input);
}
