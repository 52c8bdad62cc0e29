using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Ladder.Files;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs.Prompting;

/// <summary>What a report says of the precision of a model's weights.</summary>
internal static class ChosenPrecision
{
    /// <summary>What was chosen, with the precision where it is not full.</summary>
    public static JsonObject With(this JsonObject chosen, WeightPrecision precision)
    {
        if (precision != WeightPrecision.Full) chosen["precision"] = JsonSerializer.SerializeToNode(precision, LadderJson.Line);
        return chosen;
    }
}
