using Fulcrum.Data;
using static TorchSharp.torch;

namespace Fulcrum.Models.Weights;

/// <summary>Writes a model as a GGUF file that llama.cpp and its kin open, tokenizer and chat template included.</summary>
public static class GgufExport
{
    /// <summary>Model types that can be written, each with llama.cpp's name of its architecture.</summary>
    private static readonly SortedDictionary<string, string> Architectures = new(StringComparer.Ordinal)
    {
        ["llama"] = "llama",
        ["mistral"] = "llama",
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
    /// <exception cref="InvalidOperationException">The model was loaded with quantised weights.</exception>
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
            : configuration.Window is not null ? $"A {configuration.ModelType} model with a sliding window"
            : configuration.Labels is not null ? "A classifier"
            : architecture != "llama" && !GgufMetadata.IsLinear(configuration.Rotary!.Divisors) ? $"A {configuration.ModelType} model with this rotary scaling"
            : null;
        if (what is null) return architecture!;
        throw new InputException(new InputError($"{what} cannot be written as GGUF.")
        {
            File = model.Path, Remedy = $"Written are, without a sliding window: {string.Join(", ", Architectures.Keys)}.",
        });
    }

    private static IEnumerable<GgufSource> Tensors(LanguageModel model, string architecture, GgufType type)
    {
        var configuration = model.Configuration;
        foreach (var (name, parameter) in model.Decoder.CheckpointTensors)
        {
            var heads = architecture != "llama" ? 0
                : name.Contains(".q_proj.", StringComparison.Ordinal) ? configuration.HeadCount
                : name.Contains(".k_proj.", StringComparison.Ordinal) ? configuration.KeyValueHeadCount
                : 0;
            yield return new GgufSource(GgufNames.FromHuggingFace(name)!, TypeFor(parameter.shape, type), parameter.shape, () => Numbers(parameter, heads));
        }

        if (configuration.Rotary!.Divisors is { } divisors && !GgufMetadata.IsLinear(divisors))
            yield return new GgufSource("rope_freqs.weight", GgufType.F32, [divisors.Count], () => tensor(divisors.Select(divisor => (float)divisor).ToArray()));
    }

    private static GgufType TypeFor(long[] shape, GgufType type) =>
        shape.Length < 2 ? GgufType.F32 : shape[^1] % GgufBlocks.Values(type) == 0 ? type : GgufType.F16;

    private static Tensor Numbers(Tensor parameter, int heads)
    {
        var numbers = parameter.to(ScalarType.Float32).cpu();
        if (heads == 0) return numbers.contiguous();
        var half = numbers.shape[0] / heads / 2;
        var rows = Enumerable.Range(0, (int)numbers.shape[0]).Select(row => HeadInterleaving.FromInterleaved(row, half));
        return numbers.index_select(0, tensor(rows.ToArray()));
    }
}
