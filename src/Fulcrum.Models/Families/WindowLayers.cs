using System.Text.Json.Nodes;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Models.Families;

/// <summary>Which layers of a model see through a window.</summary>
internal static class WindowLayers
{
    /// <summary>No model comes near it; the list stays small.</summary>
    private const int MostLayers = 1 << 16;

    private const string Windowed = "sliding_attention";
    private const string Whole = "full_attention";

    /// <summary>Writes <c>layer_types</c>, where not all layers are alike.</summary>
    public static void Write(JsonObject json, ModelConfiguration configuration)
    {
        if (configuration.WindowLayers is { } layers)
            json["layer_types"] = new JsonArray([.. layers.Select(hasWindow => (JsonNode)(hasWindow ? Windowed : Whole))]);
    }

    /// <summary>As <c>layer_types</c> says; older files leave it to a rule.</summary>
    public static IReadOnlyList<bool> Read(ConfigurationJson json, int count, Func<int, bool> rule)
    {
        var types = json.Texts("layer_types");
        if (count > MostLayers) json.Fail($"{count} layers are beyond {MostLayers}.");
        if (types.Count == 0) return [.. Enumerable.Range(0, Math.Min(count, MostLayers)).Select(rule)];
        if (types.Count != count) json.Fail($"layer_types names {types.Count} layers, but the model has {count}.");
        foreach (var type in types.Except([Windowed, Whole]))
            json.Fail($"The layer type {type} is not known.", $"Known are: {Whole}, {Windowed}.");
        return [.. types.Select(type => type == Windowed)];
    }
}
