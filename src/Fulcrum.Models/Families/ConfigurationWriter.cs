using System.Globalization;
using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>A configuration as transformers' <c>config.json</c>, for a model that came without one.</summary>
public static class ConfigurationWriter
{
    /// <summary>What <see cref="ConfigurationFile.Read"/> reads as the same configuration.</summary>
    /// <exception cref="NotSupportedException">The rotary scaling is not linear, the model is a classifier, or its model type is unknown.</exception>
    public static JsonObject Write(ModelConfiguration configuration)
    {
        if (configuration.Labels is not null) throw new NotSupportedException("The configuration of a classifier cannot be written.");
        var family = ModelFamilies.Decoder(configuration.ModelType)
            ?? throw new NotSupportedException($"The model type {configuration.ModelType} is not known.");
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray(family.TransformersClass),
            ["model_type"] = family.ModelTypes[0],
            ["vocab_size"] = configuration.VocabularySize,
            ["bos_token_id"] = configuration.BeginToken,
            ["eos_token_id"] = configuration.EndTokens is [var only] ? only : new JsonArray([.. configuration.EndTokens.Select(token => (JsonNode)token)]),
            ["pad_token_id"] = configuration.PaddingToken,
            ["tie_word_embeddings"] = configuration.TiedHead,
            ["initializer_range"] = configuration.InitializerRange,
            ["torch_dtype"] = "float32",
        };
        family.Write(configuration, json);
        return json;
    }

    /// <summary>Makes of an encoder's <c>config.json</c> that of the same model with a classification head.</summary>
    /// <param name="json">What is changed: <c>architectures</c>, <c>problem_type</c>, <c>id2label</c> and <c>label2id</c>.</param>
    /// <param name="labels">What the head tells apart, in the order of its outputs.</param>
    /// <param name="objective">What its scores stand for.</param>
    /// <exception cref="NotSupportedException">It is of no known encoder.</exception>
    public static void MakeClassifier(JsonObject json, IReadOnlyList<string> labels, LabelObjective objective)
    {
        var type = (string?)json["model_type"];
        var family = ModelFamilies.Encoder(type) ?? throw new NotSupportedException($"The model type {type} is no known encoder.");
        json["architectures"] = new JsonArray(family.ClassifierClass);
        json["problem_type"] = objective.ProblemType;
        var (names, numbers) = (new JsonObject(), new JsonObject());
        foreach (var (number, label) in labels.Index())
        {
            names.Add(number.ToString(CultureInfo.InvariantCulture), label);
            numbers.Add(label, number);
        }

        (json["id2label"], json["label2id"]) = (names, numbers);
    }
}
