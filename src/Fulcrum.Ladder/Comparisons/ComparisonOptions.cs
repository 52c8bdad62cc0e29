using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Gates;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Ladder.Comparisons;

/// <summary>What a comparison is to run.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Names of rungs; empty: all.</summary>
    public IReadOnlyList<string> Rungs { get; init; } = [];

    /// <summary>The models that were asked for.</summary>
    public IReadOnlyList<ModelReference> Models { get; init; } = [];

    /// <summary>Models that nobody asked for, used where a rung can.</summary>
    public IReadOnlyList<ModelReference> ModelsByDefault { get; init; } = [];

    /// <summary>Rows to learn from, at most; <see langword="null"/>: all.</summary>
    public int? TrainRows { get; init; }

    /// <summary>Rows to measure on, at most; <see langword="null"/>: all.</summary>
    public int? TestRows { get; init; }

    /// <summary>Seed of everything random but the split; further seeds follow it.</summary>
    public int Seed { get; init; }

    /// <summary>Seed of the split, and of the rows that pilots take of it.</summary>
    public int SplitSeed { get; init; }

    /// <summary>Time for all trials together; <see langword="null"/>: as long as they need.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Which part of a text is kept that is too long for a model; <see langword="null"/>: it is an error.</summary>
    public TruncationSide? Truncate { get; init; }

    /// <summary>Whether perturbed copies of test rows are made where the task wants them and the data has no shifted part.</summary>
    public bool Perturb { get; init; } = true;

    /// <summary>Where models compute, e.g. <c>cpu</c> or <c>cuda:0</c>; not <c>auto</c>.</summary>
    public string Device { get; init; } = Artifact.Processor;

    /// <summary>What that device is, for the foot of the report; <see langword="null"/>: its name says it.</summary>
    public string? DeviceDescription { get; init; }

    /// <summary>What the recommended trial must reach: refused before trials run where the data cannot answer it; <see langword="null"/>: nothing.</summary>
    public Gate? Gate { get; init; }

    /// <summary>The command line that makes the run again, for the report.</summary>
    public string Command { get; init; } = "";
}
