using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Families;
using static TorchSharp.torch;

namespace Fulcrum.Models.Gguf;

/// <summary>Writes a model as a GGUF file that llama.cpp and its kin open, tokenizer and chat template included.</summary>
public static class GgufExport
{
    /// <summary>
    /// Writes the base weights (an adapter must be merged first) to a temporary file and renames it. Matrices get the
    /// precision asked for, or half precision where its blocks do not divide their rows; vectors stay float32, as llama.cpp has them.
    /// </summary>
    /// <param name="model">The model, with its tokenizer.</param>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="precision">How the numbers of matrices are stored.</param>
    /// <param name="cancellationToken">Stops; then no file is left.</param>
    /// <exception cref="InvalidOperationException">The model was loaded with quantized weights.</exception>
    /// <exception cref="InputException">llama.cpp does not know the architecture, or the tokenizer cannot be told to it.</exception>
    public static void Write(LanguageModel model, string path, GgufPrecision precision, CancellationToken cancellationToken = default)
    {
        var architecture = Architecture(model);
        var type = (GgufType)precision;
        GgufWriter.Write(path, [.. GgufMetadata.Of(model, architecture.Name, type)], [.. Tensors(model, architecture, type)], cancellationToken);
    }

    private static GgufArchitecture Architecture(LanguageModel model)
    {
        var configuration = model.Configuration;
        var architecture = ModelFamilies.Decoder(configuration.ModelType)?.Gguf;
        var what = architecture is null ? $"A {configuration.ModelType} model" : architecture.Obstacle(configuration);
        if (what is null) return architecture!;
        throw new InputException(new InputError($"{what} cannot be written as GGUF: llama.cpp has none.")
        {
            File = model.Path, Remedy = $"Keep it as a folder with safetensors. Model types that llama.cpp has: {string.Join(", ", ModelFamilies.WrittenAsGguf)}.",
        });
    }

    private static IEnumerable<GgufSource> Tensors(LanguageModel model, GgufArchitecture architecture, GgufType type)
    {
        var configuration = model.Configuration;
        var names = new GgufNames(architecture, configuration.Names);
        foreach (var (name, stored) in model.Decoder.CheckpointTensors)
        {
            var isSwapped = configuration.StoresTransposed && model.Decoder.Linears.ContainsKey(name.Replace(".weight", "", StringComparison.Ordinal));
            var parameter = isSwapped ? stored.t() : stored;
            var order = architecture.RowOrder(name, parameter.shape[0], configuration.HeadCount, configuration.KeyValueHeadCount);
            var addOne = architecture.AddsOneToNorms && name.EndsWith("norm.weight", StringComparison.Ordinal);
            yield return new GgufSource(names.FromHuggingFace(name)!, TypeFor(parameter.shape, type), parameter.shape, () => Numbers(parameter, order, addOne));
        }

        if (configuration.Rotary is { IsLinear: false, Divisors: { } divisors })
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
