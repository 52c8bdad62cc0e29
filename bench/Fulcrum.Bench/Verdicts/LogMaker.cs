using System.Diagnostics;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Models.Builtin;
using Fulcrum.Rungs;
using Fulcrum.Rungs.Classical;
using Fulcrum.Rungs.Head;
using Fulcrum.Rungs.Scratch;
using Fulcrum.Rungs.Tuned;

namespace Fulcrum.Bench.Verdicts;

/// <summary>
/// Makes <see cref="StoredLogs"/>: fits arms on nested parts of train and keeps which rows they answered rightly. What is stored is not made again, so
/// a run that was stopped goes on. Data sets are read from <c>../shared/data</c> and <c>samples</c>.
/// </summary>
internal sealed class LogMaker(ModelCache models, string encoder)
{
    private const int Seed = 1;
    private const int MostTest = 1000;
    private const int MostDev = 200;

    private static readonly string[] Sets = ["banking77-8", "trec6", "sms-spam", "subj", "mailprotect"];

    /// <summary>Arm, sizes of training and seeds, the cheap ones first.</summary>
    private static readonly (string Arm, int[] Sizes, int[] Seeds)[] Plan =
    [
        ("classical", [64, 256, 1024, int.MaxValue], [1]),
        ("naive bayes", [64, 256, 1024, int.MaxValue], [1]),
        ("logistic regression", [64, 256, 1024, int.MaxValue], [1]),
        ("head", [64, 256, 1024], [1]),
        ("scratch", [64, 256], [1, 2, 3, 4]),
        ("lora", [256], [1, 2, 3]),
        ("lora", [1024], [1]),
        ("scratch", [1024], [1, 2, 3]),
        ("lora", [64], [1, 2, 3]),
        ("lora", [1024], [2, 3]),
        ("scratch", [1024], [4]),
        ("scratch", [64, 256, 1024], [5]),
    ];

    /// <summary>Makes what is not there yet.</summary>
    public static async Task Run()
    {
        using var models = new ModelCache { FeatureFolder = Path.Combine(CacheFolder.Root, "features") };
        var maker = new LogMaker(models, BuiltinMiniLM.Prepare());
        var splits = new Dictionary<string, DataSplit>();
        foreach (var set in Sets) splits.Add(set, await Load(set));
        foreach (var (arm, sizes, seeds) in Plan)
        {
            foreach (var (set, split) in splits)
            {
                foreach (var seed in seeds)
                    foreach (var size in sizes) maker.Make(set, split, arm, Math.Min(size, split.Train.Count), seed);
            }
        }
    }

    private static async Task<DataSplit> Load(string set)
    {
        var isSample = set == "mailprotect";
        var folder = isSample ? Path.Combine(Repository.Folder, "samples", set) : Path.Combine(Repository.Folder, "..", "shared", "data", set);
        var source = isSample
            ? new DataSource { Train = "train.jsonl", Dev = "dev.jsonl", Test = "test.jsonl", Text = "mail", Label = "label", Group = "family" }
            : new DataSource { Path = folder };
        var data = await DatasetLoader.LoadAsync(source, isSample ? folder : Repository.Folder);
        var parts = data.Examples.ToLookup(example => data.GivenParts[example.Id]);
        var order = new HashOrder(Seed);
        Example[] train = [.. parts[DatasetPart.Train]];
        var dev = InGroups(parts[DatasetPart.Dev].Any() ? parts[DatasetPart.Dev] : order.KeepEveryLabel(train, Math.Min(MostDev, train.Length / 5)), MostDev);
        train = Nested([.. train.Except(dev)]);
        return new DataSplit { Train = train, Dev = dev, Test = InGroups(parts[DatasetPart.Test], MostTest), Labels = data.Labels, Seed = Seed };
    }

    /// <summary>Whole groups, in an order drawn by the seed, as long as there is room; rows of one group side by side.</summary>
    private static List<Example> InGroups(IEnumerable<Example> rows, int most)
    {
        var order = new HashOrder(Seed);
        var kept = new List<Example>();
        foreach (var group in rows.GroupBy(row => row.Group ?? row.Id).OrderBy(group => order.Key(group.Key), StringComparer.Ordinal))
            if (kept.Count + group.Count() <= most) kept.AddRange(group);
        return kept;
    }

    /// <summary>Rows in an order of which every beginning has the labels in the shares of the whole.</summary>
    private static Example[] Nested(IReadOnlyList<Example> rows)
    {
        var order = new HashOrder(Seed);
        return
        [
            .. from label in rows.GroupBy(row => row.Labels)
               let count = label.Count()
               from place in label.OrderBy(row => order.Key(row.Id), StringComparer.Ordinal).Index()
               orderby (place.Index + 0.5) / count, order.Key(place.Item.Id)
               select place.Item,
        ];
    }

    private static int[] Groups(IReadOnlyList<Example> rows)
    {
        int[] sizes = [.. rows.CountBy(row => row.Group ?? row.Id).Select(group => group.Value)];
        return sizes.All(size => size == 1) ? [] : sizes;
    }

    private void Make(string set, DataSplit split, string arm, int size, int seed)
    {
        var stored = StoredLogs.Find(set)
            ?? new StoredLogs
            {
                Set = set, TrainRows = split.Train.Count, TestRows = split.Test.Count, DevRows = split.Dev.Count, TestGroups = Groups(split.Test), DevGroups = Groups(split.Dev),
            };
        if (stored.Trials.Any(trial => trial.Arm == arm && trial.Rows == size && trial.Seed == seed)) return;
        var made = Run(split with { Train = [.. split.Train.Take(size)] }, arm, seed);
        (stored with { Trials = [.. stored.Trials, made] }).Write();
        var accuracy = split.Test.Select((_, row) => made.IsRight(row) ? 1.0 : 0).Average();
        Console.WriteLine($"{set} {arm} {size} rows, seed {seed}: {accuracy:0.000}, {made.TrainingSeconds:0.0} s, {1000 * made.SecondsPerRow:0.00} ms a row");
    }

    private StoredTrial Run(DataSplit split, string arm, int seed)
    {
        var (rung, settings) = Arm(arm);
        var folder = Directory.CreateTempSubdirectory("fulcrum-bench-");
        try
        {
            var log = new Log();
            var (watch, processor) = (Stopwatch.StartNew(), Processor());
            var outcome = TrialPipeline.Run(rung, new TrialContext
            {
                Trial = new Trial { Id = "trial", Rung = rung.Description, Model = rung.Description.NeedsModel ? encoder : null, Seed = seed, Settings = settings },
                Task = new TaskDefinition { Name = "task", Data = new DataSource() }.ForLabels(split.Labels),
                Data = split,
                Predictions = log,
                Progress = log,
                ArtifactFolder = folder.FullName,
            }, CancellationToken.None);
            var share = (Processor() - processor) / watch.Elapsed.TotalSeconds;
            return new StoredTrial(arm, split.Train.Count, seed)
            {
                Test = StoredTrial.Pack([.. split.Test.Select(row => log.Right.Contains(row.Id))]),
                Dev = StoredTrial.Pack([.. split.Dev.Select(row => log.Right.Contains(row.Id))]),
                TrainingSeconds = Math.Round(outcome.TrainingSeconds * share, 3),
                SecondsPerRow = Math.Round(outcome.TestSeconds * share / split.Test.Count, 6),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        static double Processor() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
    }

    /// <summary>One setting each of what is trained by gradients: the middle one of those that are tried by default.</summary>
    private (IRung Rung, JsonObject Settings) Arm(string name) => name switch
    {
        "classical" => (new ClassicalRung(), []),
        "naive bayes" => (new ClassicalRung(), new JsonObject { ["c"] = new JsonArray() }),
        "logistic regression" => (new ClassicalRung(), new JsonObject { ["alpha"] = new JsonArray() }),
        "head" => (new HeadRung(models), []),
        "lora" => (new LoraRung(models), new JsonObject { ["learning_rates"] = new JsonArray(5e-4) }),
        "scratch" => (new ScratchRung(), new JsonObject { ["learning_rates"] = new JsonArray(1e-3) }),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private sealed class Log : IPredictionLog, IProgress<StageProgress>
    {
        public HashSet<string> Right { get; } = [];

        public void Write(Prediction prediction)
        {
            if (prediction.Predicted == prediction.Labels) Right.Add(prediction.Id);
        }

        public void Report(StageProgress value)
        {
            // Nobody is watching.
        }
    }
}
