using Fulcrum.Models;
using Fulcrum.Models.Embeddings;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs;

/// <summary>
/// Lends models and keeps the language model and the embedding model that came back last, so that the trials of a worker do not each
/// load them. Used from one thread.
/// </summary>
public sealed class ModelCache : IDisposable
{
    private LanguageModel? _kept;
    private WeightPrecision _keptPrecision;
    private (string? Folder, ITextEmbedder? Embedder) _keptEmbedder;

    /// <summary>
    /// The folder in which features that a model computes are kept from trial to trial; <see langword="null"/>: nowhere. For trials,
    /// which see the same texts again: what is answered once is not to fill anybody's disk.
    /// </summary>
    public string? FeatureFolder { get; init; }

    /// <summary>The model at a path; another one that was kept is let go first, so that two are not in memory without need.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="precision">How its weights are kept; the same model in another precision is another one.</param>
    /// <returns>A loan: disposing it gives the model back.</returns>
    /// <exception cref="Fulcrum.Data.InputException">The model cannot be opened.</exception>
    public ModelLoan Borrow(string path, WeightPrecision precision = WeightPrecision.Full)
    {
        var model = _kept;
        _kept = null;
        if (model?.Path != path || _keptPrecision != precision)
        {
            model?.Dispose();
            model = LanguageModel.Load(path, precision: precision);
        }

        return new ModelLoan(model, precision, this);
    }

    /// <summary>The embedding model in a folder; another one that was kept is let go first.</summary>
    /// <param name="folder">A sentence-transformers or BERT folder.</param>
    /// <returns>A loan: disposing it gives the model back.</returns>
    /// <exception cref="Fulcrum.Data.InputException">The model cannot be opened.</exception>
    public ITextEmbedder BorrowEmbedder(string folder)
    {
        var (path, embedder) = _keptEmbedder;
        _keptEmbedder = default;
        if (path != folder)
        {
            embedder?.Dispose();
            embedder = TextEmbedder.Load(folder);
        }

        return new LentEmbedder(embedder!, folder, this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _kept?.Dispose();
        _keptEmbedder.Embedder?.Dispose();
    }

    internal void Return(LanguageModel model, WeightPrecision precision)
    {
        _kept?.Dispose();
        (_kept, _keptPrecision) = (model, precision);
    }

    internal void Return(ITextEmbedder embedder, string folder)
    {
        _keptEmbedder.Embedder?.Dispose();
        _keptEmbedder = (folder, embedder);
    }
}
