using Fulcrum.Models.Devices;
using Fulcrum.Models;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs.Tests;

internal static class ModelCacheExtensions
{
    /// <summary>The model at a path as the next trial would get it; valid until another one is borrowed.</summary>
    public static LanguageModel Load(this ModelCache models, string path, WeightPrecision precision = WeightPrecision.Full)
    {
        using var loan = models.Borrow(path, new LoanTerms(ComputeDevice.Cpu, precision));
        return loan.Model;
    }
}
