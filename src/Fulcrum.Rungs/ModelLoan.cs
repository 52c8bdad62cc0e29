using Fulcrum.Models;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs;

/// <summary>A model on loan from a <see cref="ModelCache"/>.</summary>
public sealed class ModelLoan : IDisposable
{
    private readonly WeightPrecision precision;
    private readonly ModelCache cache;
    private bool isChanged;
    private bool isOver;

    internal ModelLoan(LanguageModel model, WeightPrecision precision, ModelCache cache) =>
        (Model, this.precision, this.cache) = (model, precision, cache);

    /// <summary>The model.</summary>
    public LanguageModel Model { get; }

    /// <summary>Says that the weights are to be changed: nobody else gets this model, and it is let go at the end.</summary>
    public void MarkChanged() => isChanged = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isOver) return;
        isOver = true;
        if (isChanged) Model.Dispose();
        else cache.GiveBack(Model, precision);
    }
}
