using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Scoring;
using Fulcrum.Models.Weights;
using static TorchSharp.torch;

namespace Fulcrum.Tuning.Checkpoints;

/// <summary>A model as a Hugging Face folder, which <see cref="Fulcrum.Models.LanguageModel.Load"/> or <see cref="Fulcrum.Models.Encoders.EncoderModel.Load(string, Device?)"/> and transformers open.</summary>
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

    /// <summary>Writes <c>config.json</c>.</summary>
    /// <exception cref="NotSupportedException">As <see cref="ConfigurationWriter.Write"/>.</exception>
    public static void WriteConfiguration(string folder, ModelConfiguration configuration)
    {
        Write(folder, ConfigurationWriter.Write(configuration));
    }

    /// <summary>Makes of the <c>config.json</c> of a folder that of a model with a classification head.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="architecture">The class that transformers is to make of it, e.g. <c>BertForSequenceClassification</c>.</param>
    /// <param name="labels">What the head tells apart, in the order of its outputs.</param>
    /// <param name="objective">What its scores stand for.</param>
    public static void WriteClassifier(string folder, string architecture, IReadOnlyList<string> labels, LabelObjective objective)
    {
        var json = JsonInput.ReadObject(Path.Combine(folder, ConfigurationName), "The configuration");
        json["architectures"] = new JsonArray(architecture);
        json["problem_type"] = objective.ProblemType;
        json["id2label"] = new JsonObject(labels.Index().Select(label => KeyValuePair.Create(label.Index.ToString(CultureInfo.InvariantCulture), (JsonNode?)label.Item)));
        json["label2id"] = new JsonObject(labels.Index().Select(label => KeyValuePair.Create(label.Item, (JsonNode?)label.Index)));
        Write(folder, json);
    }

    private static void Write(string folder, JsonObject json)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.WriteText(Path.Combine(folder, ConfigurationName), json.ToJsonString(Indented));
    }
}
