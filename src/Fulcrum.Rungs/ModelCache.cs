using Fulcrum.Models;

namespace Fulcrum.Rungs;

/// <summary>
/// Lends language models and keeps the one that came back last, so that the trials of a worker do not each load it. Used from one
/// thread.
/// </summary>
public sealed class ModelCache : IDisposable
{
    private LanguageModel? _kept;
    private LoanTerms? _keptTerms;

    /// <summary>The model at a path; another one that was kept is let go first, so that two are not in memory without need.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="terms">Where and how it is kept; the same model on other terms is another one.</param>
    /// <returns>A loan: disposing it gives the model back.</returns>
    /// <exception cref="Fulcrum.Data.InputException">The model cannot be opened.</exception>
    public ModelLoan Borrow(string path, LoanTerms terms)
    {
        var model = _kept;
        _kept = null;
        if (model?.Path != path || _keptTerms != terms)
        {
            model?.Dispose();
            model = LanguageModel.Load(path, terms.Device, terms.Precision, terms.IsTrained);
        }

        return new ModelLoan(model, terms, this);
    }

    /// <inheritdoc/>
    public void Dispose() => _kept?.Dispose();

    internal void Return(LanguageModel model, LoanTerms terms)
    {
        _kept?.Dispose();
        (_kept, _keptTerms) = (model, terms);
    }
}
