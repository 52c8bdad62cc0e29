namespace Fulcrum.Bench.Verdicts;

/// <summary>An arm of a simulated run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scores">Per row 1 where it is right, else 0; NaN where it did not answer.</param>
/// <param name="Milliseconds">What a request takes: of arms that are as good the lowest is taken.</param>
internal sealed record MadeUpArm(string Name, double[] Scores, double Milliseconds)
{
    /// <summary>The same rows answered by it with other seeds.</summary>
    public IReadOnlyList<double[]> OtherSeeds { get; init; } = [];

    /// <summary>Whether another seed gives other answers.</summary>
    public bool IsRandom { get; init; }

    /// <summary>Part of its training after which a budget ended it; <see langword="null"/> where none did.</summary>
    public double? TrainedShare { get; init; }
}
