namespace Fulcrum.Ladder.Rungs;

/// <summary>What a rung is, known without running it.</summary>
/// <param name="Name">The name used by <c>--rungs</c>, e.g. <c>few-shot</c>.</param>
/// <param name="Class">Its class on the ladder.</param>
/// <param name="NeedsModel">Whether it works on a model given by <c>--model</c>.</param>
/// <param name="Summary">One line for help and report.</param>
public sealed record RungDescription(string Name, RungClass Class, bool NeedsModel, string Summary)
{
    /// <summary>Whether that model may also be an encoder, which cannot be prompted but can be tuned.</summary>
    public bool TakesEncoder { get; init; }

    /// <summary>Whether it learns from the training part, which must not be empty then.</summary>
    public bool Learns { get; init; } = true;
}
