using System.Text.Json.Nodes;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs.Prompting;

/// <summary>The setting <c>precision</c> of the rungs that leave a language model's weights as they are.</summary>
internal static class PrecisionSetting
{
    private static readonly Dictionary<string, WeightPrecision> Names = new()
    {
        ["fp32"] = WeightPrecision.Full, ["int8"] = WeightPrecision.EightBit, ["nf4"] = WeightPrecision.NF4,
    };

    /// <summary>What the settings of a trial say; full where they say nothing.</summary>
    /// <exception cref="TrialFailedException">It is no precision.</exception>
    public static WeightPrecision Parse(JsonObject settings) => Parse(NameIn(settings));

    /// <summary>The precision of that name; full where there is none.</summary>
    /// <exception cref="TrialFailedException">It is no precision.</exception>
    public static WeightPrecision Parse(string? name) =>
        name is null ? WeightPrecision.Full
        : Names.TryGetValue(name, out var precision) ? precision
        : throw new TrialFailedException($"The setting `{RungSettings.PrecisionName}` is none of {string.Join(", ", Names.Keys)}: {name}.");

    /// <summary>Its name in the settings of a trial, where they give one.</summary>
    public static string? NameIn(JsonObject settings) => settings[RungSettings.PrecisionName]?.ToString();

    /// <summary>What was chosen, with the precision where the settings give one.</summary>
    public static JsonObject AddTo(JsonObject chosen, JsonObject settings)
    {
        if (settings[RungSettings.PrecisionName] is { } name) chosen[RungSettings.PrecisionName] = name.DeepClone();
        return chosen;
    }
}
