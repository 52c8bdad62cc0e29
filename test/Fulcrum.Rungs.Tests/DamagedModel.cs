using Fulcrum.Models.Weights;
using Fulcrum.Tests;
using static TorchSharp.torch;

namespace Fulcrum.Rungs.Tests;

/// <summary>A copy of a tiny model in which one weight is NaN.</summary>
internal static class DamagedModel
{
    /// <summary>Copies a fixture into a folder and damages the tensor named.</summary>
    public static void Write(string folder, string model, string tensor)
    {
        using var scope = NewDisposeScope();
        var sound = RepositoryFiles.Fixture($"models/{model}");
        foreach (var name in (string[])["config.json", "tokenizer.json"]) File.Copy(Path.Combine(sound, name), Path.Combine(folder, name));
        using var weights = new SafetensorsFile(Path.Combine(sound, "model.safetensors"));
        var tensors = weights.Names.Select(name => KeyValuePair.Create(name, weights.ReadTensor(name))).ToList();
        tensors.Single(entry => entry.Key == tensor).Value.view(-1)[-1] = float.NaN;
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), tensors);
    }
}
