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
    /// <summary>Before the names of a head's tensors that the base model of an adapter is to be given.</summary>
    public const string BaseHead = "base_head/";

    private const double UsualTolerance = 1e-4;

    private readonly SafetensorsFile _tensors;
    private readonly Dictionary<string, SafetensorsEntry> _entries;
    private readonly GoldenNumbers _numbers;
    private readonly string _numbersPath;

    /// <summary>Opens the golden files of a folder.</summary>
    /// <param name="folder">The folder, or a file in it, e.g. a <c>.gguf</c>.</param>
    /// <exception cref="InputException">There are none, or they are damaged.</exception>
    public GoldenFile(string folder)
    {
        if (File.Exists(folder)) folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(folder))!;
        Path = System.IO.Path.Combine(folder, "golden.safetensors");
        _numbersPath = System.IO.Path.ChangeExtension(Path, ".json");
        if (!File.Exists(Path))
        {
            throw new InputException(new InputError("There is nothing to verify against.")
            {
                File = Path, Remedy = "Write the inputs and outputs of the reference implementation there (input_ids, logits, …).",
            });
        }

        _numbers = File.Exists(_numbersPath) ? GoldenNumbers.Read(_numbersPath) : GoldenNumbers.None;
        TorchRuntime.EnsureLoaded();
        _tensors = new SafetensorsFile(Path);
        _entries = _tensors.Entries.ToDictionary(entry => entry.Name);
    }

    /// <summary>The file with the tensors.</summary>
    public string Path { get; }

    /// <summary><c>suggested_atol</c> of <c>golden.json</c>, else 1e-4.</summary>
    public double Tolerance => _numbers.Tolerance ?? UsualTolerance;

    /// <summary>The names of everything computed: all that is not an input.</summary>
    public IEnumerable<string> Outputs => _entries.Values
        .Where(entry => entry.Type == SafetensorsType.F32 && !entry.Name.StartsWith(BaseHead, StringComparison.Ordinal))
        .Select(entry => entry.Name);

    /// <summary>A tensor as stored; the caller's dispose scope owns it.</summary>
    /// <exception cref="InputException">There is none of this name, or it is neither int64 nor float32.</exception>
    public Tensor this[string name]
    {
        get
        {
            if (!_entries.TryGetValue(name, out var entry)) throw Broken($"The tensor {name} is missing.");
            var type = entry.Type switch
            {
                SafetensorsType.I64 => ScalarType.Int64,
                SafetensorsType.F32 => ScalarType.Float32,
                _ => throw Broken($"The tensor {name} is {entry.Type}; goldens are I64 or F32."),
            };
            var result = empty([.. entry.Shape], type, device: CPU);
            _tensors.Bytes(name).CopyTo(result.bytes);
            return result;
        }
    }

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>Ids that a model can take, [B, T] int64; the caller's dispose scope owns them.</summary>
    /// <param name="name">The name of the tensor in the file.</param>
    /// <param name="limits">What the model can take.</param>
    /// <exception cref="InputException">They are missing, no integers, of another rank, or beyond the limits.</exception>
    public Tensor Ids(string name, InputLimits limits)
    {
        var ids = this[name];
        if (ids.dtype != ScalarType.Int64 || ids.dim() != 2 || ids.NumberOfElements == 0)
            throw Broken($"The tensor {name} is {Describe(ids)}; ids are I64 [rows, tokens] and at least one.");
        if (ids.shape[1] > limits.Columns) throw Broken($"The tensor {name} has rows of {ids.shape[1]} tokens where the model takes at most {limits.Columns}.");
        Check(ids.data<long>(), limits, $"The tensor {name}", Path);
        return ids;
    }

    /// <summary>Numbers that a model is to be given; the caller's dispose scope owns them.</summary>
    /// <param name="name">The name of the tensor in the file.</param>
    /// <param name="shape">Their shape; -1 for any size.</param>
    /// <exception cref="InputException">They are missing, not float32, or of another shape.</exception>
    public Tensor Numbers(string name, params long[] shape)
    {
        var tensor = this[name];
        var fits = tensor.dtype == ScalarType.Float32 && tensor.NumberOfElements > 0 && tensor.dim() == shape.Length
            && tensor.shape.Zip(shape).All(size => size.Second is -1 || size.First == size.Second);
        return fits ? tensor : throw Broken($"The tensor {name} is {Describe(tensor)} where the model takes F32 [{string.Join(", ", shape.Select(size => size < 0 ? "any" : $"{size}"))}].");
    }

    /// <summary>Compares an output with the file's tensor of that name.</summary>
    /// <param name="name">The name of the expected tensor in the file.</param>
    /// <param name="actual">What was computed, of the same shape.</param>
    /// <param name="mask">[B, T]: 1 where the output [B, T, ...] means something; everywhere when null.</param>
    /// <exception cref="InputException">The shapes differ.</exception>
    public OutputDifference Compare(string name, Tensor actual, Tensor? mask = null)
    {
        using var scope = NewDisposeScope();
        var expected = this[name];
        if (!expected.shape.SequenceEqual(actual.shape))
            throw Broken($"The tensor {name} has shape [{string.Join(", ", expected.shape)}] where the model gives [{string.Join(", ", actual.shape)}].");
        if (expected.dtype != ScalarType.Float32 || expected.NumberOfElements == 0) throw Broken($"The tensor {name} is {Describe(expected)}; outputs are F32 and not empty.");
        var difference = (expected - actual).abs();
        if (mask is not null) difference = difference.masked_select(mask.to_type(ScalarType.Bool).view([.. mask.shape, .. Enumerable.Repeat(1L, (int)(actual.dim() - mask.dim()))]));
        var largest = difference.max().item<float>();
        return new OutputDifference(name, float.IsFinite(largest) ? largest : double.PositiveInfinity);
    }

    /// <summary>Runs a model on the inputs under a prefix and compares what comes out.</summary>
    /// <param name="prefix">Before the names of inputs and output.</param>
    /// <param name="output">The output's name, e.g. <c>logits</c>: [B, T, ...] for every token or [B, classes].</param>
    /// <param name="limits">What the model can take.</param>
    /// <param name="model">Ids [B, T] and which of them are real to the output.</param>
    /// <exception cref="InputException">Inputs are missing or such that the model cannot take them, or the output has another shape.</exception>
    public OutputDifference Compare(string prefix, string output, InputLimits limits, Func<Tensor, RowPadding?, Tensor> model)
    {
        using var scope = NewDisposeScope();
        var ids = Ids(prefix + "input_ids", limits);
        var mask = Has(prefix + "attention_mask") ? Mask(prefix + "attention_mask", ids) : null;
        var actual = model(ids, mask is null ? null : Padding(prefix + "attention_mask", mask));
        return Compare(prefix + output, actual, actual.dim() > 2 ? mask : null);
    }

    /// <summary>Prompt and tokens of a greedy run, from <c>golden.json</c>.</summary>
    /// <exception cref="InputException">It has no such run, or the model cannot take it.</exception>
    internal (long[] Prompt, long[] NewTokens) GreedyRun(int run, InputLimits limits)
    {
        if (run >= _numbers.GreedyRuns.Count) throw Broken($"golden.json beside it does not say the tokens of greedy run {run}.");
        var (prompt, tokens) = _numbers.GreedyRuns[run];
        Check([.. prompt, .. tokens], limits, $"Greedy run {run}", _numbersPath);
        if (prompt.Length + tokens.Length > limits.Columns)
            throw new InputException(new InputError($"Greedy run {run} has {prompt.Length + tokens.Length} tokens where the model takes at most {limits.Columns}.") { File = _numbersPath });
        return (prompt, tokens);
    }

    /// <inheritdoc />
    public void Dispose() => _tensors.Dispose();

    private static void Check(IEnumerable<long> ids, InputLimits limits, string where, string file)
    {
        foreach (var id in ids)
            if (id < 0 || id >= limits.Ids) throw new InputException(new InputError($"{where} holds {id} where the model takes 0 to {limits.Ids - 1}.") { File = file });
    }

    private static string Describe(Tensor tensor) => $"{(tensor.dtype == ScalarType.Int64 ? "I64" : "F32")} [{string.Join(", ", tensor.shape)}]";

    private Tensor Mask(string name, Tensor ids)
    {
        var mask = this[name];
        return mask.dtype == ScalarType.Int64 && mask.shape.SequenceEqual(ids.shape) ? mask
            : throw Broken($"The tensor {name} is {Describe(mask)} beside ids [{string.Join(", ", ids.shape)}]; it needs a 0 or 1 (I64) for each of these.");
    }

    private RowPadding? Padding(string name, Tensor mask)
    {
        var columns = (int)mask.shape[1];
        var rows = mask.data<long>().ToArray().Chunk(columns).ToList();
        int[] lengths = [.. rows.Select(row => row.Count(value => value == 1))];
        var padding = Array.Find([new RowPadding(lengths), new RowPadding(lengths, Left: true)], Fits);
        if (padding is null || lengths.Contains(0))
            throw Broken($"The tensor {name} is not the mask of a batch padded on one side: ones for at least one token in every row, zeros behind them or before them.");
        return lengths.All(length => length == columns) ? null : padding;

        bool Fits(RowPadding candidate) => rows.Index().All(row => row.Item.Index().All(cell => cell.Item == (candidate.IsReal(row.Index, cell.Index, columns) ? 1 : 0)));
    }

    private InputException Broken(string message) => new(new InputError(message) { File = Path });
}
