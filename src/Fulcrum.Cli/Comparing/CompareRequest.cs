using Fulcrum.Ladder.Comparisons;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Models.Devices;

namespace Fulcrum.Cli.Comparing;

/// <summary>What <c>fulcrum compare</c> was asked for.</summary>
internal sealed record CompareRequest
{
    /// <summary>The data or task file; <see langword="null"/> where a run is resumed.</summary>
    public required string? Task { get; init; }

    /// <summary>The run folder to continue.</summary>
    public required string? Resume { get; init; }

    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Whether the model that comes with Fulcrum is left out, unless <see cref="Models"/> names it.</summary>
    public bool NoBuiltin { get; init; }

    /// <summary>Empty: all.</summary>
    public required IReadOnlyList<RungDescription> Rungs { get; init; }

    public required int? TrainRows { get; init; }

    public required int? TestRows { get; init; }

    public required int Seed { get; init; }

    public int SplitSeed { get; init; }

    /// <summary>Time for all trials together.</summary>
    public required TimeSpan? Budget { get; init; }

    /// <summary>Which part of a text is kept that is too long for a model; <see langword="null"/>: it is an error.</summary>
    public required TruncationSide? Truncate { get; init; }

    /// <summary>Whether perturbed copies of test rows may be made.</summary>
    public bool Perturb { get; init; } = true;

    /// <summary>Where models compute: what <see cref="ComputeDevice.Of(string)"/> takes.</summary>
    public required string Device { get; init; }

    /// <summary>By what the verdict is made.</summary>
    public DecisionOptions Decision { get; init; } = new();

    /// <summary>The run folder to create.</summary>
    public required string? Output { get; init; }

    /// <summary>Whether the models that the winner needs are copied to it.</summary>
    public required bool CopyBase { get; init; }

    /// <summary>Whether to print the plan and run nothing.</summary>
    public required bool PlanOnly { get; init; }

    /// <summary>Whether standard output is for machines.</summary>
    public required bool Json { get; init; }

    /// <summary>What the answer must reach, and where it is written beside the run folder.</summary>
    public AnswerOptions Answer { get; init; } = new();

    /// <summary>The command line that makes the run again, for the report.</summary>
    public required string CommandLine { get; init; }

    /// <summary>What the library is asked for.</summary>
    /// <param name="models">The models, on this machine.</param>
    /// <param name="device">Where they compute.</param>
    public ComparisonOptions ToOptions(ComparisonModels models, ComputeDevice device) => new()
    {
        Rungs = [.. Rungs.Select(rung => rung.Name)],
        Models = models.Asked,
        ModelsByDefault = models.ByDefault,
        TrainRows = TrainRows,
        TestRows = TestRows,
        Seed = Seed,
        SplitSeed = SplitSeed,
        Budget = Budget,
        Truncate = Truncate,
        Perturb = Perturb,
        Device = device.Name,
        DeviceDescription = device.Description,
        Gate = Answer.Gate,
        Command = CommandLine,
    };
}
