using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Metrics;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Racing;

/// <summary>What a race is run on, known before its first trial.</summary>
public sealed record RaceSetup
{
    /// <summary>What <see cref="Gigaflops"/> is where it was not measured.</summary>
    public const double UsualGigaflops = 100;

    /// <summary>The whole trial of the first seed of each arm, up the ladder.</summary>
    public required IReadOnlyList<Trial> Arms { get; init; }

    /// <summary>Rows of train.</summary>
    public required int TrainRows { get; init; }

    /// <summary>Ids of dev in the order in which pilots take them.</summary>
    public required IReadOnlyList<string> DevOrder { get; init; }

    /// <summary>Rows of test.</summary>
    public required int TestRows { get; init; }

    /// <summary>Rows of shift.</summary>
    public int ShiftRows { get; init; }

    /// <summary>Which rows of dev belong together.</summary>
    public ExampleGroups DevGroups { get; init; } = ExampleGroups.None;

    /// <summary>Seeds of a finalist that is random.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Whether arms race; else each is run whole, once, as runs were that were set up before there were races.</summary>
    public bool IsRace { get; init; } = true;

    /// <summary>Characters of a text, the mean.</summary>
    public double Characters { get; init; } = 400;

    /// <summary>Billions of multiplications and additions a second of the device, see <see cref="MachineProbe"/>.</summary>
    public double Gigaflops { get; init; } = UsualGigaflops;

    /// <summary>Sizes of pilots, in rows of train: those that leave enough for the whole to be another point.</summary>
    public IReadOnlyList<int> PilotSizes => [.. AllSizes.Where(size => size <= LargestShare * TrainRows)];

    private static int[] AllSizes { get; } = [64, 256, 1024];

    private static double LargestShare => 0.75;

    /// <summary>The race of arms on a split.</summary>
    /// <param name="arms">The whole trials.</param>
    /// <param name="split">The split.</param>
    /// <param name="seeds">Of a finalist that is random.</param>
    public static RaceSetup Of(IReadOnlyList<Trial> arms, DataSplit split, int seeds) => new()
    {
        Arms = arms,
        TrainRows = split.Train.Count,
        DevOrder = [.. NestedOrder.Of(split.Dev, arms.Count > 0 ? arms[0].SplitSeed : split.Seed).Select(row => row.Id)],
        TestRows = split.Test.Count,
        ShiftRows = split.Shift.Count,
        DevGroups = ExampleGroups.Of(split.Dev),
        Seeds = seeds,
        Characters = split.Train.Concat(split.Test).Select(Length).DefaultIfEmpty(0).Average(),
    };

    private static double Length(Example example) => example.Text.Length;
}
