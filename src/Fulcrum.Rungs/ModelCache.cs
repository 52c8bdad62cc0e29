using Fulcrum.Models;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs;

/// <summary>
/// Keeps the model opened last, so that the trials of a worker do not each load it. A trial that changes the weights
/// calls <see cref="Invalidate"/> when it ends, however it ends. Used from one thread.
/// </summary>
public sealed class ModelCache : IDisposable
{
    private LanguageModel? model;
    private WeightPrecision held;

    /// <summary>The model at a path; another one that was held is let go first, so that two are never in memory.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="precision">How its weights are kept; the same model in another precision is another one.</param>
    /// <returns>Owned by the cache, valid until the next call.</returns>
    /// <exception cref="Fulcrum.Data.InputException">The model cannot be opened.</exception>
    public LanguageModel Load(string path, WeightPrecision precision = WeightPrecision.Full)
    {
        if (model?.Path == path && held == precision) return model;
        Invalidate();
        held = precision;
        return model = LanguageModel.Load(path, precision: precision);
    }

    /// <summary>Lets the model go; the next one is loaded afresh.</summary>
    public void Invalidate()
    {
        model?.Dispose();
        model = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Invalidate();
}
