using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Data.Leakage;
using Fulcrum.Data.Perturbations;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Runs;

/// <summary>A small run for tests: <c>ham</c> and <c>spam</c>, 40 test rows, half each.</summary>
internal static class TestRun
{
    public static readonly TaskDefinition Task = new() { Name = "mail", Data = new DataSource { Path = "mail.csv" } };

    public static readonly LeakageReport Leakage = new()
    {
        Overlaps = [new PartOverlap(DatasetPart.Train, DatasetPart.Test, 0, 1, 2, [new IdPair("a", "b")])],
        LabelWords = [new LabelWord("spam", "X-Folder", "spam", 0.5)],
    };

    public static readonly RunEnvironment Environment = new(
        new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero), "fulcrum compare mail.csv", new Dictionary<string, string> { ["cores"] = "2" });

    public static RunData Data { get; } = new(
        new DataSplit
        {
            Train = Rows("train", 4),
            Dev = Rows("dev", 2),
            Test = Rows("test", 40),
            Shift = Rows("shift", 6),
            Labels = ["ham", "spam"],
            Seed = 7,
            Notes = ["drawn"],
        },
        Leakage,
        ["text column guessed"]);

    /// <summary>The same without a shifted part, and with copies of the test rows in capitals.</summary>
    public static RunData PerturbedData { get; } = Data with
    {
        Split = Data.Split with
        {
            Shift = [],
            Perturbed = [.. Data.Split.Test.Select(row => row with { Id = $"{row.Id}~case", Text = row.Text.ToUpperInvariant(), Copy = new PerturbedCopy("case", row.Id) })],
        },
    };

    public static RunFolder CreatePerturbed(string path)
    {
        var run = new RunFolder(path);
        run.Create(Task, PerturbedData, [], Environment).Dispose();
        return run;
    }

    /// <summary>A machine so slow that what trains is expected to take long.</summary>
    public static RunEnvironment SlowMachine => Environment with { Gigaflops = 1e-3 };

    /// <summary>A run with enough rows for two pilots and for comparing on dev.</summary>
    public static RunFolder CreateLarge(string path, RunEnvironment environment, params Trial[] arms)
    {
        var run = new RunFolder(path);
        var split = Data.Split with { Train = Rows("train", 400), Dev = Rows("dev", 100) };
        run.Create(Task, Data with { Split = split }, arms, environment).Dispose();
        return run;
    }

    public static RunFolder Create(string path, RunEnvironment? environment = null)
    {
        var run = new RunFolder(path);
        run.Create(Task, Data, [], environment ?? Environment).Dispose();
        return run;
    }

    public static Trial Trial(string id, string rung = "classical", string? act = null) => new()
    {
        Id = id,
        Rung = TestRungs.Catalog.Find(rung) ?? new RungDescription { Name = rung, Class = RungClass.NoModel, Summary = "not of this program" },
        Seed = 7,
        Settings = act is null ? [] : new JsonObject { ["act"] = act },
    };

    private static Example[] Rows(string part, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Example($"{part}-{i}", $"Grüße {part}\n{i}", i % 2 == 0 ? "ham" : "spam")
        {
            Group = i == 0 ? "thread" : null,
            Metadata = new Dictionary<string, string> { ["from"] = "<a@b>" },
        }),
    ];
}
