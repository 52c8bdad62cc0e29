using Fulcrum.Models;

namespace Fulcrum.Rungs;

/// <summary>A model on loan from a <see cref="ModelCache"/>.</summary>
public sealed class ModelLoan : IDisposable
{
    private readonly LoanTerms _terms;
    private readonly ModelCache _cache;
    private bool _isChanged;
    private bool _isOver;

    internal ModelLoan(LanguageModel model, LoanTerms terms, ModelCache cache) =>
        (Model, _terms, _cache) = (model, terms, cache);

    /// <summary>The model.</summary>
    public LanguageModel Model { get; }

    /// <summary>Says that the weights are to be changed: nobody else gets this model, and it is let go at the end.</summary>
    public void MarkChanged() => _isChanged = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOver) return;
        _isOver = true;
        if (_isChanged) Model.Dispose();
        else _cache.Return(Model, _terms);
    }
}
