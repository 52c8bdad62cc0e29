namespace Fulcrum.Ladder.Cascades;

/// <summary>What a cascade has to guarantee.</summary>
public sealed record CascadeOptions
{
    /// <summary>The share of rows that it may lose against the costly rung alone, between 0 and 1.</summary>
    public double Margin { get; init; } = 0.01;

    /// <summary>How sure that is to be, between 0 and 1.</summary>
    public double Confidence { get; init; } = 0.9;
}
