using System.Text.Json;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Reads the section <c>truncation</c>.</summary>
internal static class TruncationReader
{
    public static Truncation Read(JsonElement section) => new(section.Count("max_length"))
    {
        Strategy = section.Choice<TruncationStrategy>("strategy"),
        Side = section.Choice<TextSide>("direction", TextSide.Right),
        Stride = section.Find("stride") is null ? 0 : section.Count("stride"),
    };
}
