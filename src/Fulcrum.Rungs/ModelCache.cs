using Fulcrum.Models;

namespace Fulcrum.Rungs;

/// <summary>
/// Keeps the model opened last, so that the trials of a worker do not each load it. A trial that changes the weights
/// calls <see cref="Invalidate"/> when it ends, however it ends. Used from one thread.
/// </summary>
public sealed class ModelCache : IDisposable
{
    private LanguageModel? model;

    /// <summary>The model at a path; another one that was held is let go first, so that two are never in memory.</summary>
    /// <returns>Owned by the cache, valid until the next call.</returns>
    /// <exception cref="Fulcrum.Data.InputException">The model cannot be opened.</exception>
    public LanguageModel Load(string path)
    {
        if (model?.Path == path) return model;
        Invalidate();
        return model = LanguageModel.Load(path);
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
