using System.Text.Json.Nodes;
using Fulcrum.Ladder.Tasks;

namespace Fulcrum.Rungs.Prompting;

/// <summary>One prompt that a model could be used with.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Formatter">It and its examples, for the model at hand.</param>
/// <param name="Draw">Which draw of examples; null without examples.</param>
internal sealed record PromptCandidate(PromptDefinition Prompt, IPromptFormatter Formatter, int? Draw = null)
{
    /// <summary>What distinguishes it from the others, with the variant it is used with.</summary>
    public JsonObject Describe(ScoringVariant scoring)
    {
        var settings = new JsonObject { ["prompt"] = Prompt.Name, ["scoring"] = PromptSettings.NameOf(scoring) };
        if (Draw is { } draw) settings["draw"] = draw;
        return settings;
    }
}
