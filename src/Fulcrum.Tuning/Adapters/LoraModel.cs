using Fulcrum.Models.Architecture;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Adapters;

/// <summary>LoRA adapters on the linear layers of a decoder. Disposing it leaves the decoder as it was, unless merged.</summary>
public sealed class LoraModel : IDisposable
{
    private readonly Decoder decoder;
    private readonly List<(string Name, Linear Linear, LoraAdapter Adapter)> layers;

    private LoraModel(Decoder decoder, LoraOptions options, Func<string, Linear, LoraAdapter> adapter)
    {
        (this.decoder, Options) = (decoder, options);
        layers = [.. Targets(decoder, options).Select(layer => (layer.Key, layer.Value, adapter(layer.Key, layer.Value)))];
        Enabled = true;
    }

    /// <summary>What was asked for.</summary>
    public LoraOptions Options { get; }

    /// <summary>A and B of every layer under PEFT's names, in the order of the model.</summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Parameters =>
        [.. layers.SelectMany(layer => new KeyValuePair<string, Tensor>[]
        {
            new(PeftFolder.Key(layer.Name, "lora_A"), layer.Adapter.A),
            new(PeftFolder.Key(layer.Name, "lora_B"), layer.Adapter.B),
        })];

    /// <summary>Whether the adapters take part in the decoder's forward pass.</summary>
    public bool Enabled
    {
        get => layers.Count > 0 && ReferenceEquals(layers[0].Linear.Adapter, layers[0].Adapter);
        set
        {
            foreach (var (_, linear, adapter) in layers) linear.Adapter = value ? adapter : null;
        }
    }

    /// <summary>Fresh adapters, which change nothing until they are trained.</summary>
    /// <param name="decoder">What to adapt.</param>
    /// <param name="options">How.</param>
    /// <param name="generator">Fills A, and drops inputs while training.</param>
    public static LoraModel Create(Decoder decoder, LoraOptions options, Generator generator) =>
        new(decoder, options, (_, linear) => LoraAdapter.Create(linear, options, generator));

    /// <summary>Adapters as a PEFT folder has them.</summary>
    /// <param name="decoder">What to adapt.</param>
    /// <param name="folder">With <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</param>
    /// <exception cref="Fulcrum.Data.InputException">The files are damaged, of another method, or do not fit the decoder.</exception>
    public static LoraModel Load(Decoder decoder, string folder)
    {
        var stored = PeftFolder.Open(folder);
        stored.Check(Targets(decoder, stored.Options));
        return new LoraModel(decoder, stored.Options, (name, _) => new LoraAdapter(
            stored.Tensors[PeftFolder.Key(name, "lora_A")], stored.Tensors[PeftFolder.Key(name, "lora_B")], stored.Options.Scale, 0, null));
    }

    /// <summary>Writes a PEFT folder.</summary>
    /// <param name="folder">Created where it is missing.</param>
    /// <param name="baseModel">Goes to <c>base_model_name_or_path</c>.</param>
    public void Save(string folder, string? baseModel = null) => PeftFolder.Save(folder, Options, Parameters, decoder, baseModel);

    /// <summary>Adds the adapters to the decoder's weights for good and takes them off.</summary>
    public void Merge()
    {
        Enabled = false;
        foreach (var (_, linear, adapter) in layers) adapter.MergeInto(linear);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Enabled = false;
        foreach (var (_, _, adapter) in layers) adapter.Dispose();
    }

    private static IEnumerable<KeyValuePair<string, Linear>> Targets(Decoder decoder, LoraOptions options) =>
        decoder.Linears.Where(layer => options.Targets is { } targets
            ? targets.Any(target => layer.Key == target || layer.Key.EndsWith("." + target, StringComparison.Ordinal))
            : layer.Value != decoder.Head);
}
