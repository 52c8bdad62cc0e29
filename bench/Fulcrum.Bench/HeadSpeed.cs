using System.Diagnostics;
using Fulcrum.Data.Splitting;
using Fulcrum.Models.Builtin;
using Fulcrum.Models.Embeddings;
using Fulcrum.Models.Encoders;
using Fulcrum.Rungs;
using Fulcrum.Rungs.Head;

namespace Fulcrum.Bench;

/// <summary>
/// The time of a head on the built-in model, 256 training, 128 dev and 500 test messages of SMS spam: a whole trial, another one
/// that finds the features in the cache, and embedding alone against what this machine's GEMM would allow.
/// </summary>
internal static class HeadSpeed
{
    private const int Tries = 5;

    /// <summary>Prints the figures of one run.</summary>
    public static async Task<int> Run()
    {
        var (train, test, labels) = await RungTrial.Load("sms-spam");
        var order = new HashOrder(1);
        var kept = order.KeepEveryLabel(train, 384);
        var learned = order.KeepEveryLabel(kept, 256);
        var data = new DataSplit { Train = learned, Dev = [.. kept.Except(learned)], Test = order.KeepEveryLabel(test, 500), Labels = labels, Seed = 1 };
        var model = BuiltinMiniLM.Prepare();

        var cache = Directory.CreateTempSubdirectory("fulcrum-bench-");
        try
        {
            using var models = new ModelCache { FeatureFolder = cache.FullName };
            var rung = new HeadRung(models);
            var (first, second) = (RungTrial.Run(rung, data, model), RungTrial.Run(rung, data, model));
            Console.WriteLine($"Accuracy {first.Accuracy:0.000}. Whole trial {first.Seconds:0.00} s (goal ≤ 20), with cached features {second.Seconds:0.00} s (goal ≤ 1).");
        }
        finally
        {
            cache.Delete(recursive: true);
        }

        string[] texts = [.. data.Train.Concat(data.Dev).Concat(data.Test).Select(example => example.Text)];
        var (seconds, gigaflops, operations) = Embed(model, texts);
        Console.WriteLine(
            $"{texts.Length / seconds:0} texts a second: {operations / seconds / 1e9:0} GFLOP/s of {gigaflops:0}, {operations / seconds / 1e9 / gigaflops:0.00} of the GEMM bound (goal ≥ 0.7).");
        return 0;
    }

    private static (double Seconds, double Gigaflops, double Operations) Embed(string folder, string[] texts)
    {
        using var embedder = TextEmbedder.Load(folder);
        using var model = EncoderModel.Load(folder);
        var operations = EmbeddingSpeed.Operations(model, texts.Select(text => model.Tokenize(text, embedder.MaxTokens).Ids.Length));
        var before = Gemm.Measure();
        var seconds = Enumerable.Range(0, Tries).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            embedder.Embed(texts);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }).Order().ElementAt(Tries / 2);
        return (seconds, Math.Sqrt(before * Gemm.Measure()), operations);
    }
}
