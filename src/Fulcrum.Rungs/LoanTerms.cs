using Fulcrum.Models.Devices;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs;

/// <summary>Where and how a borrowed model is kept.</summary>
/// <param name="Device">Where.</param>
/// <param name="Precision">How the weights of its linear layers are kept.</param>
public sealed record LoanTerms(ComputeDevice Device, WeightPrecision Precision = WeightPrecision.Full)
{
    /// <summary>Whether all weights are to be trained. It matters only where they would else be kept in bfloat16.</summary>
    public bool IsTrained
    {
        get;
        init => field = value && Device.UsesBFloat16;
    }

    /// <summary>On the device that a trial or an artifact names.</summary>
    /// <exception cref="Fulcrum.Data.InputException">That device is not here.</exception>
    public static LoanTerms On(string device, WeightPrecision precision = WeightPrecision.Full) => new(ComputeDevice.Of(device), precision);
}
