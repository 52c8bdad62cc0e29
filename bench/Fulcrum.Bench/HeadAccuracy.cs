using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Models.Builtin;
using Fulcrum.Rungs;
using Fulcrum.Rungs.Classical;
using Fulcrum.Rungs.Head;

namespace Fulcrum.Bench;

/// <summary>
/// How accurate a head on the built-in model is beside TF-IDF, the rows that settings are chosen on included in what each is given:
/// a fifth of few rows, a tenth of all.
/// </summary>
internal static class HeadAccuracy
{
    private static readonly string[] Sets = ["trec6", "banking77-8", "sms-spam", "subj"];
    private static readonly int[] Sizes = [32, 128, 512, int.MaxValue];

    /// <summary>Prints the mean of three draws.</summary>
    public static async Task<int> Run()
    {
        Console.WriteLine("| set | labeled rows | head | classical |");
        Console.WriteLine("|---|---|---|---|");
        var model = BuiltinMiniLM.Prepare();
        using var models = new ModelCache { FeatureFolder = Path.Combine(CacheFolder.Root, "features") };
        foreach (var set in Sets)
        {
            var (train, test, labels) = await RungTrial.Load(set);
            foreach (var size in Sizes)
            {
                RungTrial[][] trials =
                [
                    .. from seed in Enumerable.Range(0, size < train.Count ? 3 : 1)
                       let data = Split(train, test, labels, size, seed)
                       select new[] { RungTrial.Run(new HeadRung(models), data, model), RungTrial.Run(new ClassicalRung(), data, null) },
                ];
                Console.WriteLine(
                    $"| {set} | {(size < train.Count ? $"{size}" : $"all ({train.Count:N0})")} | {trials.Average(pair => pair[0].Accuracy):0.000} | {trials.Average(pair => pair[1].Accuracy):0.000} |");
            }
        }

        return 0;
    }

    private static DataSplit Split(IReadOnlyList<Example> train, IReadOnlyList<Example> test, IReadOnlyList<string> labels, int size, int seed)
    {
        var order = new HashOrder(seed);
        var kept = order.KeepEveryLabel(train, size);
        var learned = order.KeepEveryLabel(kept, kept.Count * (size < train.Count ? 4 : 9) / (size < train.Count ? 5 : 10));
        return new DataSplit { Train = learned, Dev = [.. kept.Except(learned)], Test = test, Labels = labels, Seed = seed };
    }
}
