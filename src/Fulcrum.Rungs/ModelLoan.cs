using Fulcrum.Models;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs;

/// <summary>A model on loan from a <see cref="ModelCache"/>.</summary>
public sealed class ModelLoan : IDisposable
{
    private readonly WeightPrecision _precision;
    private readonly ModelCache _cache;
    private bool _isChanged;
    private bool _isOver;

    internal ModelLoan(LanguageModel model, WeightPrecision precision, ModelCache cache) =>
        (Model, _precision, _cache) = (model, precision, cache);

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
        else _cache.Return(Model, _precision);
    }
}
