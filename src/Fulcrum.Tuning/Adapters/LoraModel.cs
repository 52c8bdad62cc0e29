using Fulcrum.Models.Architecture;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Adapters;

/// <summary>LoRA adapters on the linear layers of a model. Disposing it leaves the model as it was, unless merged.</summary>
public sealed class LoraModel : IDisposable
{
    private readonly INetwork _network;
    private readonly List<(string Name, Linear Linear, LoraAdapter Adapter)> _layers;
    private readonly List<WholeLayer> _whole;
    private Generator? _dropping;

    private LoraModel(INetwork network, LoraOptions options, Func<string, Linear, LoraAdapter> adapter)
    {
        (_network, Options) = (network, options);
        _layers = [.. Targets(network, options).Select(layer => (layer.Key, layer.Value, adapter(layer.Key, layer.Value)))];
        _whole = [.. Whole(network, options).Select(layer => new WholeLayer(layer.Key, layer.Value))];
        Enabled = true;
    }

    /// <summary>What was asked for.</summary>
    public LoraOptions Options { get; }

    /// <summary>A and B of every layer under PEFT's names, in the order of the model, then the layers that are trained whole.</summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Parameters =>
    [
        .. _layers.SelectMany(layer => new KeyValuePair<string, Tensor>[]
        {
            new(PeftFolder.Key(layer.Name, "lora_A"), layer.Adapter.A),
            new(PeftFolder.Key(layer.Name, "lora_B"), layer.Adapter.B),
        }),
        .. _whole.SelectMany(layer => PeftFolder.WholeTensors(layer.Name, layer.Linear)),
    ];

    /// <summary>Whether the adapters take part in the model's forward pass.</summary>
    public bool Enabled
    {
        get => _layers.Count > 0 && ReferenceEquals(_layers[0].Linear.Adapter, _layers[0].Adapter);
        set
        {
            foreach (var (_, linear, adapter) in _layers) linear.Adapter = value ? adapter : null;
        }
    }

    /// <summary>Fresh adapters, which change nothing until they are trained.</summary>
    /// <param name="network">What to adapt.</param>
    /// <param name="options">How.</param>
    /// <param name="generator">Fills A; its seed is also that of what drops inputs while training. Not needed afterwards.</param>
    public static LoraModel Create(INetwork network, LoraOptions options, Generator generator)
    {
        var seed = generator.initial_seed();
        // TorchSharp makes generators of the CPU alone. That of another device is seeded with all others.
        var isOnCpu = network.Linears.Values.All(linear => linear.Device.type == DeviceType.CPU);
        var dropping = isOnCpu ? new Generator((ulong)seed) : null;
        if (!isOnCpu && options.Dropout > 0) manual_seed(seed);
        return new LoraModel(network, options, (_, linear) => LoraAdapter.Create(linear, options, generator, dropping)) { _dropping = dropping };
    }

    /// <summary>Adapters as a PEFT folder has them.</summary>
    /// <param name="network">The model whose layers are adapted.</param>
    /// <param name="folder">With <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</param>
    /// <exception cref="Fulcrum.Data.InputException">The files are damaged, of another method, or do not fit the model.</exception>
    public static LoraModel Load(INetwork network, string folder) => Load(network, PeftFolder.Open(folder));

    /// <summary>Adapters that have been read already.</summary>
    /// <param name="network">The model whose layers are adapted.</param>
    /// <param name="stored">What a PEFT folder holds; its tensors become those of the adapters, or are let go where this throws.</param>
    /// <exception cref="Fulcrum.Data.InputException">They do not fit the model.</exception>
    public static LoraModel Load(INetwork network, PeftFolder stored)
    {
        stored.Check(Targets(network, stored.Options), Whole(network, stored.Options));
        var lora = new LoraModel(network, stored.Options, (name, linear) => new LoraAdapter(
            stored.Take(PeftFolder.Key(name, "lora_A"), linear.Device), stored.Take(PeftFolder.Key(name, "lora_B"), linear.Device), stored.Options.Scale, 0, null));
        foreach (var layer in lora._whole) layer.Take(stored.Tensors);
        return lora;
    }

    /// <summary>Writes a PEFT folder.</summary>
    /// <param name="folder">Created where it is missing.</param>
    /// <param name="baseModel">The path or name of the base model, for <c>base_model_name_or_path</c>; null where it has none.</param>
    public void Save(string folder, string? baseModel = null) => PeftFolder.Save(folder, Options, Parameters, _network, baseModel);

    /// <summary>Whether the weights can take the adapters in: those of fewer bits than float32 cannot, as they would be rounded anew.</summary>
    public bool CanMerge => _layers.TrueForAll(layer => layer.Linear.Quantized is null && layer.Linear.Weight.dtype == ScalarType.Float32);

    /// <summary>Adds the adapters to the model's weights for good and takes them off.</summary>
    /// <exception cref="InvalidOperationException">Some weights are quantized or bfloat16; nothing has changed.</exception>
    public void Merge()
    {
        if (!CanMerge) throw new InvalidOperationException("The weights are not float32 and take no adapters in. Load the model in full precision.");
        Enabled = false;
        foreach (var (_, linear, adapter) in _layers) adapter.MergeInto(linear);
        foreach (var layer in _whole) layer.Dispose();
        _whole.Clear();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Enabled = false;
        foreach (var (_, _, adapter) in _layers) adapter.Dispose();
        _dropping?.Dispose();
        foreach (var layer in _whole)
        {
            layer.Restore();
            layer.Dispose();
        }

        _whole.Clear();
    }

    private static IEnumerable<KeyValuePair<string, Linear>> Targets(INetwork network, LoraOptions options) =>
        network.Linears.Where(layer => options.Targets is { } targets ? IsAmong(targets, layer.Key) : layer.Value != network.Head);

    private static IEnumerable<KeyValuePair<string, Linear>> Whole(INetwork network, LoraOptions options) =>
        network.Linears.Where(layer => IsAmong(options.ModulesToSave, layer.Key));

    private static bool IsAmong(IReadOnlyList<string> ends, string layer) =>
        ends.Any(end => layer == end || layer.EndsWith("." + end, StringComparison.Ordinal));
}
