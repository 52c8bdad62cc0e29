using Fulcrum.Models;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Embeddings;

namespace Fulcrum.Rungs;

/// <summary>
/// Lends models and keeps the language model and the embedding model that came back last, so that the trials of a worker do not each
/// load them. Used from one thread.
/// </summary>
public sealed class ModelCache : IDisposable
{
    private LanguageModel? _kept;
    private LoanTerms? _keptTerms;
    private (string? Folder, ComputeDevice? Device, ITextEmbedder? Embedder) _keptEmbedder;

    /// <summary>
    /// The folder in which features that a model computes are kept from trial to trial; <see langword="null"/>: nowhere. For trials,
    /// which see the same texts again: what is answered once is not to fill anybody's disk.
    /// </summary>
    public string? FeatureFolder { get; init; }

    /// <summary>The model at a path; another one that was kept is let go first, so that two are not in memory without need.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="terms">Where and how it is kept; the same model on other terms is another one.</param>
    /// <param name="textRead">Is told how the model reads and writes text, before its weights are read where they are not there yet.</param>
    /// <returns>A loan: disposing it gives the model back.</returns>
    /// <exception cref="Fulcrum.Data.InputException">The model cannot be opened.</exception>
    public ModelLoan Borrow(string path, LoanTerms terms, Action<ModelText>? textRead = null)
    {
        var model = _kept;
        _kept = null;
        if (model?.Path != path || _keptTerms != terms)
        {
            model?.Dispose();
            model = LanguageModel.Load(path, terms.Device, terms.Precision, terms.IsTrained, textRead);
        }
        else
        {
            textRead?.Invoke(model.Text);
        }

        return new ModelLoan(model, terms, this);
    }

    /// <summary>The embedding model in a folder; another one that was kept is let go first.</summary>
    /// <param name="folder">A sentence-transformers or BERT folder.</param>
    /// <param name="device">Where it computes.</param>
    /// <returns>A loan: disposing it gives the model back.</returns>
    /// <exception cref="Fulcrum.Data.InputException">The model cannot be opened.</exception>
    public ITextEmbedder BorrowEmbedder(string folder, ComputeDevice device)
    {
        var kept = _keptEmbedder;
        _keptEmbedder = default;
        if ((kept.Folder, kept.Device) == (folder, device)) return new LentEmbedder(kept.Embedder!, folder, device, this);
        kept.Embedder?.Dispose();
        return new LentEmbedder(TextEmbedder.Load(folder, device), folder, device, this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _kept?.Dispose();
        _keptEmbedder.Embedder?.Dispose();
    }

    internal void Return(LanguageModel model, LoanTerms terms)
    {
        _kept?.Dispose();
        (_kept, _keptTerms) = (model, terms);
    }

    internal void Return(ITextEmbedder embedder, string folder, ComputeDevice device)
    {
        _keptEmbedder.Embedder?.Dispose();
        _keptEmbedder = (folder, device, embedder);
    }
}
