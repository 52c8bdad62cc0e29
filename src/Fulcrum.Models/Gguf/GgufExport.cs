using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Models.Gguf;

/// <summary>Writes a model as a GGUF file that llama.cpp and its kin open, tokenizer and chat template included.</summary>
public static class GgufExport
{
    /// <summary>Model types that can be written, each with llama.cpp's name of its architecture.</summary>
    private static readonly SortedDictionary<string, string> Architectures = new(StringComparer.Ordinal)
    {
        ["falcon"] = "falcon",
        ["gemma3"] = "gemma3",
        ["gemma3_text"] = "gemma3",
        ["gpt2"] = "gpt2",
        ["llama"] = "llama",
        ["mistral"] = "llama",
        ["phi3"] = "phi3",
        ["qwen2"] = "qwen2",
        ["qwen3"] = "qwen3",
    };

    /// <summary>
    /// Writes the base weights (an adapter must be merged first) to a temporary file and renames it. Matrices get the
    /// precision asked for, or half precision where its blocks do not divide their rows; vectors stay float32, as llama.cpp has them.
    /// </summary>
    /// <param name="model">The model, with its tokenizer.</param>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="precision">Of the matrices.</param>
    /// <param name="cancellationToken">Stops; then no file is left.</param>
    /// <exception cref="InvalidOperationException">The model was loaded with quantized weights.</exception>
    /// <exception cref="InputException">llama.cpp does not know the architecture, or the tokenizer cannot be told to it.</exception>
    public static void Write(LanguageModel model, string path, GgufPrecision precision, CancellationToken cancellationToken = default)
    {
        var architecture = Architecture(model);
        var type = (GgufType)precision;
        GgufWriter.Write(path, [.. GgufMetadata.Of(model, architecture, type)], [.. Tensors(model, architecture, type)], cancellationToken);
    }

    private static string Architecture(LanguageModel model)
    {
        var configuration = model.Configuration;
        var what = !Architectures.TryGetValue(configuration.ModelType, out var architecture) ? $"A {configuration.ModelType} model"
            : configuration.Labels is not null ? "A classifier"
            : architecture != "llama" && !GgufMetadata.IsLinear(configuration.Rotary?.Divisors) ? $"A {configuration.ModelType} model with this rotary scaling"
            : architecture == "gemma3" ? GemmaObstacle(configuration)
            : architecture != "phi3" && configuration.Window < configuration.ContextLength ? $"A {configuration.ModelType} model with a sliding window"
            : null;
        if (what is null) return architecture!;
        throw new InputException(new InputError($"{what} cannot be written as GGUF: llama.cpp has none.")
        {
            File = model.Path, Remedy = $"Written are, without a sliding window but for Gemma's: {string.Join(", ", Architectures.Keys)}.",
        });
    }

    /// <summary>What of a Gemma 3 is fixed in llama.cpp and otherwise here.</summary>
    private static string? GemmaObstacle(ModelConfiguration configuration)
    {
        if (Enumerable.Range(0, configuration.LayerCount).Any(layer => configuration.HasWindow(layer) != ((layer + 1) % 6 != 0)))
            return "A Gemma that sees all in other layers than every sixth";
        if (configuration.WindowRotary is { Theta: not 10_000 }) return "A Gemma with another rotary base than 10000 in its windowed layers";
        var scale = 1 / Math.Sqrt(GgufConfiguration.GemmaQueryScalar(configuration));
        return Math.Abs(configuration.AttentionScale!.Value - scale) > 1e-9 ? "A Gemma of this size with another attention scale" : null;
    }

    private static IEnumerable<GgufSource> Tensors(LanguageModel model, string architecture, GgufType type)
    {
        var configuration = model.Configuration;
        var names = new GgufNames(configuration.Names, configuration.IsParallel);
        foreach (var (name, stored) in model.Decoder.CheckpointTensors)
        {
            var isSwapped = configuration.StoresTransposed && model.Decoder.Linears.ContainsKey(name.Replace(".weight", "", StringComparison.Ordinal));
            var parameter = isSwapped ? stored.t() : stored;
            var order = GgufRowOrder.Of(architecture, name, parameter.shape[0], configuration.HeadCount, configuration.KeyValueHeadCount);
            var addOne = configuration.Norm == NormKind.RootMeanSquarePlusOne && name.EndsWith("norm.weight", StringComparison.Ordinal);
            yield return new GgufSource(names.FromHuggingFace(name)!, TypeFor(parameter.shape, type), parameter.shape, () => Numbers(parameter, order, addOne));
        }

        if (configuration.Rotary?.Divisors is { } divisors && !GgufMetadata.IsLinear(divisors))
            yield return new GgufSource(GgufWeights.RotaryDivisors, GgufType.F32, [divisors.Count], () => tensor(divisors.Select(divisor => (float)divisor).ToArray(), device: CPU));
    }

    private static GgufType TypeFor(long[] shape, GgufType type) =>
        shape.Length < 2 ? GgufType.F32 : shape[^1] % GgufBlocks.Values(type) == 0 ? type : GgufType.F16;

    private static Tensor Numbers(Tensor parameter, Func<long, long>? order, bool addOne)
    {
        var numbers = parameter.to(ScalarType.Float32).cpu();
        if (addOne) numbers = numbers.add(Scalars.One, Scalars.One);
        if (order is null) return numbers.contiguous();
        var rows = new long[numbers.shape[0]];
        for (var row = 0L; row < rows.Length; row++) rows[order(row)] = row;
        return numbers.index_select(0, tensor(rows, device: CPU));
    }
}
