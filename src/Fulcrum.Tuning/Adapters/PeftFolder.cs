using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Native;
using Fulcrum.Models.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Adapters;

/// <summary>A LoRA in the files that PEFT's <c>save_pretrained</c> writes.</summary>
/// <param name="Options">The settings in <c>adapter_config.json</c>.</param>
/// <param name="Tensors">From <c>adapter_model.safetensors</c>, float32, under its names.</param>
/// <param name="WeightsFile">How errors name the latter.</param>
public sealed record PeftFolder(LoraOptions Options, IReadOnlyDictionary<string, Tensor> Tensors, string WeightsFile) : IDisposable
{
    private const string WeightsName = "adapter_model.safetensors";
    private const string ConfigurationName = "adapter_config.json";

    /// <summary>The name of a tensor of a layer, e.g. <c>lora_A</c>.</summary>
    internal static string Key(string layer, string part) => $"base_model.model.{layer}.{part}.weight";

    /// <summary>Weight and bias of a layer that is stored whole, under their names.</summary>
    internal static IEnumerable<KeyValuePair<string, Tensor>> WholeTensors(string layer, Linear linear)
    {
        yield return new($"base_model.model.{layer}.weight", linear.Weight);
        if (linear.Bias is { } bias) yield return new($"base_model.model.{layer}.bias", bias);
    }

    /// <summary>Reads both files, for which no model is needed. The tensors belong to the caller.</summary>
    /// <param name="folder">With <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</param>
    /// <exception cref="InputException">A file is missing or damaged, or is no plain LoRA.</exception>
    public static PeftFolder Open(string folder)
    {
        TorchRuntime.EnsureLoaded();
        var options = PeftConfiguration.Read(Path.Combine(folder, ConfigurationName));
        var path = Path.Combine(folder, WeightsName);
        using var weights = new SafetensorsFile(path);
        return new PeftFolder(options, weights.Names.ToDictionary(name => name, weights.ReadTensor), path);
    }

    /// <summary>A tensor on a device; it belongs to the caller, and none is left here.</summary>
    internal Tensor Take(string name, Device device)
    {
        var stored = Tensors[name];
        if (device.type == DeviceType.CPU) return stored;
        using (stored) return stored.to(device).DetachFromDisposeScope();
    }

    /// <summary>Lets the tensors go, where no adapter has taken them.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values) tensor.Dispose();
    }

    /// <summary>Writes both files, each under a temporary name first.</summary>
    internal static void Save(
        string folder, LoraOptions options, IEnumerable<KeyValuePair<string, Tensor>> tensors, INetwork network, string? baseModel)
    {
        Directory.CreateDirectory(folder);
        SafetensorsWriter.Write(Path.Combine(folder, WeightsName), tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal));
        PeftConfiguration.Write(Path.Combine(folder, ConfigurationName), options, network, baseModel);
    }

    /// <summary>Refuses tensors that the layers lack, have no place for, or have in another shape; releases all of them then.</summary>
    /// <exception cref="InputException">Names every such tensor.</exception>
    internal void Check(IEnumerable<KeyValuePair<string, Linear>> layers, IEnumerable<KeyValuePair<string, Linear>> whole)
    {
        var expected = new Dictionary<string, long[]>();
        foreach (var (name, linear) in layers)
        {
            expected[Key(name, "lora_A")] = [Options.Rank, linear.InputSize];
            expected[Key(name, "lora_B")] = [linear.OutputSize, Options.Rank];
        }

        foreach (var (name, tensor) in whole.SelectMany(layer => WholeTensors(layer.Key, layer.Value))) expected[name] = tensor.shape;
        List<string> errors =
        [
            .. expected.Keys.Where(name => !Tensors.ContainsKey(name)).Select(name => $"The tensor {name} is missing."),
            .. Tensors.Keys.Where(name => !expected.ContainsKey(name)).Select(name => $"The tensor {name} has no place in this model."),
            .. expected.Where(entry => Tensors.TryGetValue(entry.Key, out var tensor) && !tensor.shape.SequenceEqual(entry.Value)).Select(entry =>
                $"The tensor {entry.Key} has shape [{string.Join(", ", Tensors[entry.Key].shape)}] where [{string.Join(", ", entry.Value)}] is expected."),
        ];
        if (errors.Count == 0 && expected.Count > 0) return;
        if (expected.Count == 0) errors.Add("None of the target modules is in this model.");
        Dispose();
        throw new InputException([.. errors.Select(message => new InputError(message)
        {
            File = WeightsFile, Remedy = "Check that the adapter was made for this model.",
        })]);
    }
}
