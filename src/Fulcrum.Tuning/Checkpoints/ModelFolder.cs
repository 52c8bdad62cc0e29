using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Families;
using Fulcrum.Models.Weights;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Checkpoints;

/// <summary>A model as a Hugging Face folder, which <see cref="Fulcrum.Models.LanguageModel.Load"/> or <see cref="Fulcrum.Models.Encoders.EncoderModel.Load(string, Fulcrum.Models.Devices.ComputeDevice?)"/> and transformers open.</summary>
public static class ModelFolder
{
    private const string WeightsName = "model.safetensors";
    private const string ConfigurationName = "config.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes <c>model.safetensors</c>, float32; an older one is replaced at the end.</summary>
    public static void WriteWeights(string folder, INetwork network)
    {
        Directory.CreateDirectory(folder);
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(Path.Combine(folder, WeightsName), network.CheckpointTensors);
    }

    /// <summary>Writes the configuration of a decoder as <c>config.json</c>.</summary>
    /// <exception cref="NotSupportedException">As <see cref="ConfigurationWriter.Write"/>.</exception>
    public static void WriteConfiguration(string folder, ModelConfiguration configuration)
    {
        Write(folder, ConfigurationWriter.Write(configuration));
    }

    /// <summary>Makes of the <c>config.json</c> of an encoder's folder that of the same model with a classification head.</summary>
    /// <param name="folder">The folder of the model.</param>
    /// <param name="labels">What the head tells apart, in the order of its outputs.</param>
    /// <exception cref="NotSupportedException">As <see cref="ConfigurationWriter.MakeClassifier"/>.</exception>
    public static void WriteClassifier(string folder, IReadOnlyList<string> labels)
    {
        var json = JsonInput.ReadObject(Path.Combine(folder, ConfigurationName), "The configuration");
        ConfigurationWriter.MakeClassifier(json, labels);
        Write(folder, json);
    }

    private static void Write(string folder, JsonObject json)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.WriteText(Path.Combine(folder, ConfigurationName), json.ToJsonString(Indented));
    }
}
