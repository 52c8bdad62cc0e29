namespace Fulcrum.Data.Splitting;

/// <summary>One division of a data set, the same for every rung.</summary>
public sealed record DataSplit
{
    /// <summary>What rungs learn from.</summary>
    public required IReadOnlyList<Example> Train { get; init; }

    /// <summary>What settings are chosen on.</summary>
    public required IReadOnlyList<Example> Dev { get; init; }

    /// <summary>Touched once, for the reported figures.</summary>
    public required IReadOnlyList<Example> Test { get; init; }

    /// <summary>Behavior out of distribution; may be empty.</summary>
    public IReadOnlyList<Example> Shift { get; init; } = [];

    /// <summary>Changed copies of rows of <see cref="Test"/>, see <see cref="Example.Copy"/>; may be empty.</summary>
    public IReadOnlyList<Example> Perturbed { get; init; } = [];

    /// <summary>All labels of the task, ordinal order unless the task gives one; index = class.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The seed the split was drawn with.</summary>
    public required int Seed { get; init; }

    /// <summary>How the split was made, one sentence each (given or drawn, stratified, groups, subset sizes).</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Parts that were drawn so that no row of them has a near-duplicate in train.</summary>
    internal IReadOnlySet<DatasetPart> Drawn { get; init; } = new HashSet<DatasetPart>();

    /// <summary>The examples of a part.</summary>
    public IReadOnlyList<Example> this[DatasetPart part] => part switch
    {
        DatasetPart.Train => Train,
        DatasetPart.Dev => Dev,
        DatasetPart.Test => Test,
        DatasetPart.Shift => Shift,
        DatasetPart.Perturbed => Perturbed,
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };
}
