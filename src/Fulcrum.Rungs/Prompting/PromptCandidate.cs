using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Rungs;

namespace Fulcrum.Rungs.Prompting;

/// <summary>One prompt that a model could be used with.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Formatter">It and its examples, for the model at hand.</param>
internal sealed record PromptCandidate(PromptDefinition Prompt, IPromptFormatter Formatter)
{
    /// <summary>The examples that every prompt shows.</summary>
    public IReadOnlyList<Example> Shots { get; init; } = [];

    /// <summary>Which draw of examples; null without a draw.</summary>
    public int? Draw { get; init; }

    /// <summary>Examples that are found for each text; 0 where none are.</summary>
    public int NearestShots { get; init; }

    /// <summary>What distinguishes it from the others, with the variant it is used with.</summary>
    public JsonObject Describe(ScoringVariant scoring)
    {
        var settings = new JsonObject { ["prompt"] = Prompt.Name, ["scoring"] = PromptSettings.NameOf(scoring) };
        if (Draw is { } draw) settings["draw"] = draw;
        return settings;
    }

    /// <summary>How a model answers with it.</summary>
    /// <param name="context">The trial.</param>
    /// <param name="settings">What the task sets.</param>
    /// <param name="scoring">How the label is chosen.</param>
    public PromptedRecord Record(FitContext context, PromptSettings settings, ScoringVariant scoring) => new()
    {
        Prompt = Prompt,
        Scoring = scoring,
        Shots = [.. Shots.Select(shot => new Shot(shot.Text, shot.Labels))],
        NearestShots = NearestShots,
        MaxTokens = settings.MaxTokens,
        Truncate = context.Truncate,
        Precision = settings.Precision,
        Date = context.RunCreated,
    };
}
