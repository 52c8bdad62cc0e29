using System.Text.Json;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Reads the section <c>padding</c>.</summary>
internal static class PaddingReader
{
    private const int Longest = 1 << 20;

    public static Padding Read(JsonElement section) => new(section.Count("pad_id"), section.Text("pad_token"))
    {
        Length = ReadLength(section.Member("strategy")),
        Multiple = section.Find("pad_to_multiple_of") is null ? null : Bounded(section.Count("pad_to_multiple_of")),
        Side = section.Choice<TextSide>("direction", TextSide.Right),
        TypeId = section.Count("pad_type_id"),
    };

    private static int? ReadLength(JsonElement strategy) => strategy switch
    {
        { ValueKind: JsonValueKind.Object } => Bounded(strategy.Count("Fixed")),
        _ when strategy.ToString() == "BatchLongest" => null,
        _ => throw new NotSupportedException($"the strategy {strategy}"),
    };

    private static int Bounded(int length) => length <= Longest ? length : throw new NotSupportedException($"{length} tokens");
}
