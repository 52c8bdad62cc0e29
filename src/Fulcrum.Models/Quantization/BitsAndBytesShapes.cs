using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Models.Weights;

namespace Fulcrum.Models.Quantization;

/// <summary>
/// The shapes of a checkpoint's weights as they were before bitsandbytes packed them, without what it keeps beside them: of 4 bits
/// also of the kind that is not read (fp4), and of 8 bits.
/// </summary>
internal static class BitsAndBytesShapes
{
    private static readonly string[] States = [".quant_state.bitsandbytes__nf4", ".quant_state.bitsandbytes__fp4"];

    /// <summary>Ends of the names of such parts, each with what stands in its place in the weight's name (<c>Linear4bit</c>, <c>Linear8bitLt</c>).</summary>
    private static readonly (string End, string Weight)[] Parts =
    [
        .. ((string[])[".absmax", ".quant_map", ".nested_absmax", ".nested_quant_map", .. States]).Select(end => (end, "")),
        (".SCB", ".weight"), (".weight_format", ".weight"),
    ];

    /// <summary>Names and shapes of all weights; those that are not packed as they are stored.</summary>
    public static IEnumerable<(string Name, IReadOnlyList<long> Shape)> Of(IWeightSource source) =>
        source.Names.Where(name => !IsPart(source, name)).Select(name => (name, Unpacked(source, name) ?? source.Shape(name)));

    private static bool IsPart(IWeightSource source, string name) => Array.Exists(
        Parts, part => name.EndsWith(part.End, StringComparison.Ordinal) && source.Stored(name[..^part.End.Length] + part.Weight) is not null);

    /// <summary>Null where the weight is not packed, or what describes it is damaged: that is told when it is read.</summary>
    private static long[]? Unpacked(IWeightSource source, string name)
    {
        var state = Array.Find(States, state => source.Stored(name + state) is not null);
        if (state is null) return null;
        try
        {
            return JsonNode.Parse(source.Stored(name + state)!.Bytes)?["shape"].Deserialize<long[]>();
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
