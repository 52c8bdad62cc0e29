namespace Fulcrum.Data.Splitting;

/// <summary>How a data set is divided.</summary>
public sealed record SplitOptions
{
    /// <summary>The seed of every choice.</summary>
    public int Seed { get; init; }

    /// <summary>Rows of train to keep; <see langword="null"/>: all.</summary>
    public int? TrainRows { get; init; }

    /// <summary>Rows of test, and of shift, to keep; <see langword="null"/>: all.</summary>
    public int? TestRows { get; init; }
}
