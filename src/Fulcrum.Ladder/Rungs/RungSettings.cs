using System.Text.Json.Nodes;

namespace Fulcrum.Ladder.Rungs;

/// <summary>Which settings each rung knows: what the task file is checked against.</summary>
public static class RungSettings
{
    private static readonly RungSetting LearningRates = new(
        "learning_rates",
        "Learning rates tried on the dev part.",
        new JsonObject
        {
            ["type"] = "array",
            ["minItems"] = 1,
            ["items"] = new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0 },
        });

    private static readonly RungSetting MaxTokens = Count("max_tokens", "Tokens of a text beyond which it is cut.");
    private static readonly RungSetting Epochs = Count("epochs", "Passes over the training part, at most.");
    private static readonly RungSetting Batch = Count("batch", "Examples per step.");

    private static readonly RungSetting Scoring = new(
        "scoring",
        "How the label is chosen; every way is tried on the dev part where this is not set.",
        new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("sum", "normalised", "calibrated", "generated") });

    private static readonly RungSetting Shots = new(
        "shots",
        "Examples shown in the prompt.",
        new JsonObject { ["type"] = "integer", ["minimum"] = 0 });

    private static readonly RungSetting Alpha = new(
        "alpha",
        "Scale of the adapters: alpha / rank.",
        new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0 });

    private static readonly RungSetting Dropout = new(
        "dropout",
        "Share of adapter inputs set to zero while training.",
        new JsonObject { ["type"] = "number", ["minimum"] = 0, ["exclusiveMaximum"] = 1 });

    /// <summary>Rung name to its settings; a rung without settings has an empty list.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<RungSetting>> ByRung { get; } =
        new Dictionary<string, IReadOnlyList<RungSetting>>
        {
            [RungCatalogue.Majority.Name] = [],
            [RungCatalogue.Classical.Name] = [],
            [RungCatalogue.ZeroShot.Name] = [MaxTokens, Scoring],
            [RungCatalogue.FewShot.Name] = [Shots, MaxTokens, Scoring],
            [RungCatalogue.Lora.Name] =
                [LearningRates, Epochs, Batch, Count("rank", "Rank of the adapters."), Alpha, Dropout, MaxTokens],
            [RungCatalogue.Full.Name] = [LearningRates, Epochs, Batch, MaxTokens],
            [RungCatalogue.Scratch.Name] =
            [
                LearningRates, Epochs, Count("pretrain_epochs", "Passes of next-token prediction before the labels are learned."), Batch,
                Count("layers", "Decoder layers."), Count("hidden", "Width of the decoder."), Count("heads", "Attention heads."),
                Count("vocabulary", "Entries of the tokenizer."), MaxTokens,
            ],
        };

    private static RungSetting Count(string name, string description) =>
        new(name, description, new JsonObject { ["type"] = "integer", ["minimum"] = 1 });
}
