using System.Diagnostics;
using Fulcrum.Models.Embeddings;
using Fulcrum.Models.Encoders;

namespace Fulcrum.Bench;

/// <summary>How many texts of 32 tokens an embedding model embeds in a second, against what this machine's GEMM would allow.</summary>
internal static class EmbeddingSpeed
{
    private const int Tokens = 32;
    private const int Texts = 256;

    /// <summary>Prints the median of 9 runs.</summary>
    public static int Run(string folder)
    {
        using var embedder = TextEmbedder.Load(folder);
        var (texts, operations) = Prepare(folder);
        var before = Gemm.Measure();
        embedder.Embed(texts);
        var seconds = Enumerable.Range(0, 9).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            embedder.Embed(texts);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }).Order().ElementAt(4);
        var gigaflops = Math.Sqrt(before * Gemm.Measure());
        Console.WriteLine(
            $"{Texts / seconds:0} texts of {Tokens} tokens a second: {operations / seconds / 1e9:0} GFLOP/s of {gigaflops:0}, {operations / seconds / 1e9 / gigaflops:0.00} of the GEMM bound (goal ≥ 0.8).");
        return 0;
    }

    /// <summary>Texts of exactly so many tokens, and the operations of the layers' products on all of them.</summary>
    private static (string[] Texts, double Operations) Prepare(string folder)
    {
        using var model = EncoderModel.Load(folder);
        var text = string.Join(' ', Enumerable.Repeat("the", Tokens - model.Tokenize("", int.MaxValue).Ids.Length));
        if (model.Tokenize(text, int.MaxValue).Ids.Length != Tokens) throw new InvalidOperationException("The word `the` is not one token of this model.");
        return ([.. Enumerable.Repeat(text, Texts)], Operations(model, Enumerable.Repeat(Tokens, Texts)));
    }

    /// <summary>The operations of the layers' products on texts of so many tokens.</summary>
    public static double Operations(EncoderModel model, IEnumerable<int> lengths)
    {
        var weights = model.Encoder.Linears.Where(layer => layer.Key.Contains(".layer.", StringComparison.Ordinal)).Sum(layer => layer.Value.InputSize * layer.Value.OutputSize);
        var attention = 2.0 * model.Configuration.HiddenSize * model.Configuration.LayerCount;
        return lengths.Sum(tokens => 2.0 * tokens * (weights + (attention * tokens)));
    }
}
