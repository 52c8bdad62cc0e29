using System.Text.Json;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Weights;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Checkpoints;

/// <summary>A decoder as a Hugging Face folder, which <see cref="Fulcrum.Models.LanguageModel.Load"/> and transformers open.</summary>
public static class ModelFolder
{
    private const string WeightsName = "model.safetensors";
    private const string ConfigurationName = "config.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes <c>model.safetensors</c>, float32; an older one is replaced at the end.</summary>
    public static void WriteWeights(string folder, Decoder decoder)
    {
        Directory.CreateDirectory(folder);
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(Path.Combine(folder, WeightsName), decoder.CheckpointTensors);
    }

    /// <summary>Reads <c>model.safetensors</c> into the decoder's own tensors, a few rows at a time.</summary>
    public static void ReadWeights(string folder, Decoder decoder)
    {
        using var noGradient = no_grad();
        using var weights = new SafetensorsFile(Path.Combine(folder, WeightsName));
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in decoder.CheckpointTensors)
        {
            using var stored = weights.ReadTensor(name);
            parameter.copy_(stored);
        }
    }

    /// <summary>Writes <c>config.json</c>.</summary>
    /// <exception cref="NotSupportedException">As <see cref="ConfigurationWriter.Write"/>.</exception>
    public static void WriteConfiguration(string folder, ModelConfiguration configuration)
    {
        var json = ConfigurationWriter.Write(configuration);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, ConfigurationName);
        File.WriteAllText(path + ".tmp", json.ToJsonString(Indented));
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
