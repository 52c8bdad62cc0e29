using System.Text.Json;
using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using Fulcrum.Tuning.Optimization;
using Fulcrum.Tuning.Training;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Tests.Training;

/// <summary>One trajectory of the reference implementation.</summary>
internal sealed class TrainingGoldens : IDisposable
{
    private readonly string _name;
    private readonly string _folder = RepositoryFiles.Fixture("training");
    private readonly JsonElement _data;
    private readonly JsonElement _options;
    private readonly SafetensorsFile _tensors;

    public TrainingGoldens(string name)
    {
        _name = name;
        _data = Json("data.json");
        Case = Json($"{name}/case.json");
        _options = Case.GetProperty("options");
        _tensors = new SafetensorsFile(Path.Combine(_folder, name, "golden.safetensors"));
    }

    public JsonElement Case { get; }

    public int Steps => Case.GetProperty("steps").GetInt32();

    public string InitialAdapter => Path.Combine(_folder, _name, "init");

    /// <summary>The new head before training, where it is not part of an adapter.</summary>
    public string InitialHead => Path.Combine(_folder, _name, "init_head.safetensors");

    public double LearningRate => Option("lr", 1e-3);

    public double? Clip => _options.TryGetProperty("clip", out var clip) ? clip.GetDouble() : null;

    public LearningRateSchedule Schedule => new(
        _options.TryGetProperty("schedule", out var shape) ? Enum.Parse<ScheduleShape>(shape.GetString()!, ignoreCase: true) : ScheduleShape.Constant);

    public AdamWOptions Optimizer => _options.TryGetProperty("betas", out var betas)
        ? new() { Beta1 = betas[0].GetDouble(), Beta2 = betas[1].GetDouble(), WeightDecay = Option("wd", 0.01) }
        : new() { WeightDecay = Option("wd", 0.01) };

    public Tensor Logits => _tensors.ReadTensor("logits");

    /// <summary>[2, 12] int64.</summary>
    public Tensor Ids
    {
        get
        {
            var ids = empty([2, 12], ScalarType.Int64);
            _tensors.Bytes("input_ids").CopyTo(ids.bytes);
            return ids;
        }
    }

    public double Expected(string series, int step) => Case.GetProperty(series)[step].GetDouble();

    /// <summary>The gradients after clipping of the first step, as far as they were stored.</summary>
    public IEnumerable<(string Name, Tensor Gradient)> FirstGradients => _tensors.Names
        .Where(tensor => tensor.StartsWith("first_gradient/", StringComparison.Ordinal))
        .Select(tensor => (tensor["first_gradient/".Length..], _tensors.ReadTensor(tensor)));

    /// <summary>Micro-batch m holds rows (4m+i) mod 32.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="example">A row as it is learned: <see cref="Sequence"/> or <see cref="Text"/>.</param>
    public IEnumerable<T[]> Batches<T>(int step, Func<int, T> example)
    {
        var accumulate = (int)Option("accumulate", 1);
        return Enumerable.Range(step * accumulate, accumulate)
            .Select(batch => Enumerable.Range(0, 4).Select(row => example((4 * batch + row) % 32)).ToArray());
    }

    /// <summary>A row of which tokens are learned.</summary>
    public TrainingSequence Sequence(int index)
    {
        if (_name == "pretrain") return TrainingSequence.NextToken(_data.GetProperty("packed")[index].Deserialize<int[]>()!);
        var row = _data.GetProperty("rows")[index];
        var labels = row.GetProperty("labels").Deserialize<int[]>()!;
        return new TrainingSequence(
            row.GetProperty("input_ids").Deserialize<int[]>()!,
            [.. Enumerable.Range(1, labels.Length - 1).Where(position => labels[position] != -100)]);
    }

    /// <summary>A row of which the class is learned.</summary>
    public LabeledText Text(int index)
    {
        var row = _data.GetProperty("rows")[index];
        return new LabeledText(row.GetProperty("input_ids").Deserialize<int[]>()!, [row.GetProperty("class").GetInt32()]);
    }

    public void Dispose() => _tensors.Dispose();

    private double Option(string key, double fallback) => _options.TryGetProperty(key, out var value) ? value.GetDouble() : fallback;

    private JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, file))).RootElement;
}
