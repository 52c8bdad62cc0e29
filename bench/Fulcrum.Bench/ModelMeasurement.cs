using System.Diagnostics;
using Fulcrum.Models;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Quantization;
using Fulcrum.Models.Scoring;
using static TorchSharp.torch;

namespace Fulcrum.Bench;

/// <summary>What one process measured with a model in one precision. Rates are tokens per second, the best of several tries.</summary>
internal sealed record ModelMeasurement
{
    public const int PromptTokens = 512;
    public const int DecodedTokens = 64;
    private const int DecodePrompt = 32;
    private const int Tries = 3;
    private const int DecodeTries = 8; // the first ones run code that is not yet compiled at its best

    public double LoadSeconds { get; init; }

    public double WeightMegabytes { get; init; }

    /// <summary>Of the process after loading and scoring.</summary>
    public double PeakMegabytes { get; init; }

    /// <summary>One prompt of <see cref="PromptTokens"/>.</summary>
    public double Prefill { get; init; }

    /// <summary>8 prompts of 128 tokens.</summary>
    public double BatchPrefill { get; init; }

    /// <summary>Operations (2 for each weight and token) per second in that, in billions.</summary>
    public double BatchPrefillGigaflops { get; init; }

    public double Decode { get; init; }

    /// <summary>8 texts at once, all together.</summary>
    public double BatchDecode { get; init; }

    /// <summary>Seconds to score 2 labels after 16 prompts that begin with the same 600 tokens, those computed once.</summary>
    public double SharedScoring { get; init; }

    /// <summary>The same, each prompt on its own.</summary>
    public double SeparateScoring { get; init; }

    public static ModelMeasurement Take(string path, WeightPrecision precision)
    {
        var start = Stopwatch.GetTimestamp();
        using var model = LanguageModel.Load(path, precision: precision);
        var load = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var noGradient = no_grad();
        var decoder = model.Decoder;
        var shared = Seconds(() => Score(decoder, 16), Tries);
        var peak = Process.GetCurrentProcess().PeakWorkingSet64;
        var (batchPrefill, decode) = (8 * 128 / Seconds(() => Forward(decoder, 8, 128), Tries), DecodedTokens / DecodeSeconds(decoder, 1));
        var layerWeights = decoder.Linears.Where(linear => linear.Key != "lm_head").Sum(linear => linear.Value.InputSize * linear.Value.OutputSize);
        return new ModelMeasurement
        {
            LoadSeconds = load,
            WeightMegabytes = decoder.ParameterBytes / 1e6,
            PeakMegabytes = peak / 1e6,
            Prefill = PromptTokens / Seconds(() => Forward(decoder, 1, PromptTokens), Tries),
            BatchPrefill = batchPrefill,
            BatchPrefillGigaflops = 2 * layerWeights * batchPrefill / 1e9,
            Decode = decode,
            BatchDecode = 8 * DecodedTokens / DecodeSeconds(decoder, 8),
            SharedScoring = shared,
            SeparateScoring = precision == WeightPrecision.Full ? Seconds(() => Enumerable.Range(0, 16).ToList().ForEach(index => Score(decoder, 1, index)), 1) : 0,
        };
    }

    private static void Forward(Decoder decoder, int rows, int columns)
    {
        using var scope = NewDisposeScope();
        decoder.Forward(Tokens(decoder, rows, columns));
    }

    /// <summary>Seconds that the tokens after a prompt of 32 took.</summary>
    private static double DecodeSeconds(Decoder decoder, int rows) => Enumerable.Range(0, DecodeTries).Min(_ =>
    {
        using var scope = NewDisposeScope();
        using var cache = new KeyValueCache(reserve: DecodePrompt + DecodedTokens);
        var context = new DecoderContext { Cache = cache };
        var next = Next(Tokens(decoder, rows, DecodePrompt));
        return Seconds(() =>
        {
            for (var step = 0; step < DecodedTokens; step++) next = Next(next);
        }, 1);

        Tensor Next(Tensor ids)
        {
            using var step = NewDisposeScope();
            return decoder.Logits(decoder.Forward(ids, context).select(1, -1)).argmax(-1, keepdim: true).MoveToOuterDisposeScope();
        }
    });

    private static void Score(Decoder decoder, int count, int from = 0)
    {
        var prefix = Enumerable.Range(1, 600).Select(token => token * 37 % 40_000 + 100).ToArray();
        var prompts = Enumerable.Range(from, count).Select(index => prefix.Concat(Enumerable.Range(1000 * index + 200, 40)).ToArray()).ToArray();
        new LabelScorer(decoder).Score(prompts, [[300], [301]], _ => { }, CancellationToken.None);
    }

    private static Tensor Tokens(Decoder decoder, int rows, int columns) =>
        (arange(rows * columns) * 37).remainder(decoder.Configuration.VocabularySize - 200).add_(100).view(rows, columns);

    private static double Seconds(Action action, int tries) => Enumerable.Range(0, tries).Min(_ =>
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    });
}
