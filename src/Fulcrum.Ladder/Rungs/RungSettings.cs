using System.Text.Json.Nodes;

namespace Fulcrum.Ladder.Rungs;

/// <summary>Which settings each rung knows: what the task file is checked against.</summary>
public static class RungSettings
{
    /// <summary>The setting of the retrieval rung that names a folder.</summary>
    public const string EmbeddingsName = "embeddings";

    /// <summary>The setting that says how the weights of a model are kept in memory.</summary>
    public const string PrecisionName = "precision";

    private static readonly RungSetting LearningRates = new(
        "learning_rates", "Learning rates tried on the dev part.", PositiveNumbers(minimum: 1));

    private static readonly RungSetting MaxTokens = Count("max_tokens", "Tokens of a text beyond which it is cut.");
    private static readonly RungSetting Epochs = Count("epochs", "Passes over the training part, at most.");
    private static readonly RungSetting Batch = Count("batch", "Examples per step.");

    private static readonly RungSetting Scoring = new(
        "scoring",
        "How the label is chosen; every way is tried on the dev part where this is not set.",
        new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("sum", "normalized", "calibrated", "generated") });

    private static readonly RungSetting Shots = new(
        "shots",
        "Examples shown in the prompt.",
        new JsonObject { ["type"] = "integer", ["minimum"] = 0.0 });

    private static readonly RungSetting Embeddings = new(
        EmbeddingsName,
        "Folder of the embedding model that finds the examples; TF-IDF finds them where this is not set and no --model is one.",
        new JsonObject { ["type"] = "string" });

    private static readonly RungSetting Precision = new(
        PrecisionName,
        "How the weights of a language model are kept in memory: fp32 (4 bytes a weight, where this is not set), int8 (1 byte) or nf4 (half a byte). Adapters of lora are trained on the rounded weights and stay beside them (QLoRA).",
        new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("fp32", "int8", "nf4") });

    private static readonly RungSetting Alpha = new(
        "alpha",
        "Scale of the adapters: alpha / rank.",
        new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0.0 });

    private static readonly RungSetting Dropout = new(
        "dropout",
        "Share of adapter inputs set to zero while training.",
        new JsonObject { ["type"] = "number", ["minimum"] = 0.0, ["exclusiveMaximum"] = 1.0 });

    /// <summary>Rung name to its settings; a rung without settings has an empty list.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<RungSetting>> ByRung { get; } =
        new Dictionary<string, IReadOnlyList<RungSetting>>
        {
            [RungCatalog.Majority.Name] = [],
            [RungCatalog.Classical.Name] =
            [
                Positive("c", "Inverse regularization strengths of logistic regression tried on dev."),
                Positive("alpha", "Smoothing of naive Bayes tried on dev."),
                new RungSetting(
                    "features",
                    "Feature sets tried on dev.",
                    new JsonObject
                    {
                        ["type"] = "array",
                        ["minItems"] = 1,
                        ["items"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("words", "words_and_characters") },
                    }),
            ],
            [RungCatalog.ZeroShot.Name] = [MaxTokens, Scoring, Precision],
            [RungCatalog.FewShot.Name] =
                [Shots, Count("draws", "Draws of examples that are compared on the dev part."), MaxTokens, Scoring, Precision],
            [RungCatalog.Retrieval.Name] = [Shots, Embeddings, MaxTokens, Scoring, Precision],
            [RungCatalog.Head.Name] =
            [
                new RungSetting(
                    "c", "Inverse regularization strengths of logistic regression tried on dev, of features whose variance is 1.", PositiveNumbers(minimum: 1)),
                MaxTokens, Precision,
            ],
            [RungCatalog.Lora.Name] =
                [LearningRates, Epochs, Batch, Count("rank", "Rank of the adapters."), Alpha, Dropout, MaxTokens, Precision],
            [RungCatalog.Full.Name] = [LearningRates, Epochs, Batch, MaxTokens],
            [RungCatalog.Scratch.Name] =
            [
                LearningRates, Epochs, Count("pretrain_epochs", "Passes of next-token prediction before the labels are learned."), Batch,
                Count("layers", "Decoder layers."), Count("hidden", "Width of the decoder."), Count("heads", "Attention heads."),
                Count("vocabulary", "Entries of the tokenizer."), MaxTokens,
            ],
        };

    /// <summary>Numbers above 0; an empty list leaves the learner out.</summary>
    private static RungSetting Positive(string name, string description) => new(name, description, PositiveNumbers(minimum: 0));

    private static JsonObject PositiveNumbers(int minimum) => new()
    {
        ["type"] = "array",
        ["minItems"] = minimum,
        ["items"] = new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0.0 },
    };

    private static RungSetting Count(string name, string description) =>
        new(name, description, new JsonObject { ["type"] = "integer", ["minimum"] = 1.0 });
}
