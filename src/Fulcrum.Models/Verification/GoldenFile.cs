using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Native;
using Fulcrum.Models.Weights;
using static TorchSharp.torch;

namespace Fulcrum.Models.Verification;

/// <summary>
/// What a reference implementation computed: <c>golden.safetensors</c> with inputs (int64) and outputs (float32), and
/// optionally <c>golden.json</c> with the tolerance.
/// </summary>
public sealed class GoldenFile : IDisposable
{
    private const double UsualTolerance = 1e-4;

    private readonly SafetensorsFile tensors;
    private readonly Dictionary<string, SafetensorsEntry> entries;
    private readonly JsonDocument? numbers;

    /// <summary>Opens the golden files of a folder.</summary>
    /// <exception cref="InputException">There are none, or they are damaged.</exception>
    public GoldenFile(string folder)
    {
        Path = System.IO.Path.Combine(folder, "golden.safetensors");
        if (!File.Exists(Path))
        {
            throw new InputException(new InputError("There is nothing to verify against.")
            {
                File = Path, Remedy = "Write the inputs and outputs of the reference implementation there (input_ids, logits, …).",
            });
        }

        TorchRuntime.EnsureLoaded();
        tensors = new SafetensorsFile(Path);
        entries = tensors.Entries.ToDictionary(entry => entry.Name);
        var json = System.IO.Path.ChangeExtension(Path, ".json");
        if (File.Exists(json)) numbers = Read(json);
    }

    /// <summary>The file with the tensors.</summary>
    public string Path { get; }

    /// <summary><c>suggested_atol</c> of <c>golden.json</c>, else 1e-4.</summary>
    public double Tolerance =>
        numbers is not null && numbers.RootElement.TryGetProperty("suggested_atol", out var value) ? value.GetDouble() : UsualTolerance;

    /// <summary>The names of everything computed: all that is not an input.</summary>
    public IEnumerable<string> Outputs => entries.Values.Where(entry => entry.Type == SafetensorsType.F32).Select(entry => entry.Name);

    /// <summary>A tensor as stored; the caller's dispose scope owns it.</summary>
    /// <exception cref="InputException">There is none of this name, or it is neither int64 nor float32.</exception>
    public Tensor this[string name]
    {
        get
        {
            if (!entries.TryGetValue(name, out var entry)) throw Broken($"The tensor {name} is missing.");
            var type = entry.Type switch
            {
                SafetensorsType.I64 => ScalarType.Int64,
                SafetensorsType.F32 => ScalarType.Float32,
                _ => throw Broken($"The tensor {name} is {entry.Type}; goldens are I64 or F32."),
            };
            var result = empty([.. entry.Shape], type);
            tensors.Bytes(name).CopyTo(result.bytes);
            return result;
        }
    }

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Has(string name) => entries.ContainsKey(name);

    /// <summary>Compares an output.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="actual">What was computed, of the same shape.</param>
    /// <param name="mask">[B, T]: 1 where the output [B, T, ...] means something; everywhere when null.</param>
    /// <exception cref="InputException">The shapes differ.</exception>
    public OutputDifference Compare(string name, Tensor actual, Tensor? mask = null)
    {
        using var scope = NewDisposeScope();
        var expected = this[name];
        if (!expected.shape.SequenceEqual(actual.shape))
            throw Broken($"The tensor {name} has shape [{string.Join(", ", expected.shape)}] where the model gives [{string.Join(", ", actual.shape)}].");
        var difference = (expected - actual).abs();
        if (mask is not null) difference = difference.masked_select(mask.to_type(ScalarType.Bool).view([.. mask.shape, .. Enumerable.Repeat(1L, (int)(actual.dim() - mask.dim()))]));
        var largest = difference.max().item<float>();
        return new OutputDifference(name, float.IsFinite(largest) ? largest : double.PositiveInfinity);
    }

    /// <summary>Runs a model on the inputs under a prefix and compares what comes out.</summary>
    /// <param name="prefix">Before the names of inputs and output.</param>
    /// <param name="output">The output's name, e.g. <c>logits</c>: [B, T, ...] for every token or [B, classes].</param>
    /// <param name="model">Ids [B, T] and which of them are real to the output.</param>
    public OutputDifference Compare(string prefix, string output, Func<Tensor, RowPadding?, Tensor> model)
    {
        using var scope = NewDisposeScope();
        var mask = Has(prefix + "attention_mask") ? this[prefix + "attention_mask"] : null;
        var actual = model(this[prefix + "input_ids"], mask is null ? null : Padding(mask));
        return Compare(prefix + output, actual, actual.dim() > 2 ? mask : null);
    }

    /// <summary>Prompt and tokens of a greedy run, from <c>golden.json</c>.</summary>
    /// <exception cref="InputException">It has no such run.</exception>
    internal JsonElement GreedyRun(int run) =>
        numbers is not null && numbers.RootElement.TryGetProperty("greedy", out var runs) && run < runs.GetArrayLength()
            ? runs[run]
            : throw Broken($"golden.json beside it does not say the tokens of greedy run {run}.");

    /// <inheritdoc />
    public void Dispose()
    {
        tensors.Dispose();
        numbers?.Dispose();
    }

    private static RowPadding? Padding(Tensor mask)
    {
        int[] lengths = [.. mask.sum(1).data<long>().Select(length => (int)length)];
        return lengths.All(length => length == mask.shape[1]) ? null : new RowPadding(lengths, Left: mask[.., 0].min().item<long>() == 0);
    }

    private static JsonDocument Read(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException cause)
        {
            throw new InputException(new InputError("It is not valid JSON.") { File = path, Line = cause.LineNumber + 1, Column = cause.BytePositionInLine + 1 }, cause);
        }
    }

    private InputException Broken(string message) => new(new InputError(message) { File = Path });
}
