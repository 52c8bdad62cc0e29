using System.Text.Json;
using Fulcrum.Models.Tokenization.PreTokenizers;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Reads <c>{"String": …}</c> and <c>{"Regex": …}</c>.</summary>
internal static class PatternReader
{
    public static ISplitPattern Read(JsonElement pattern) =>
        pattern.Find("String") is { } literal ? new LiteralPattern(literal.AsText("String")) : new RegexPattern(pattern.Text("Regex"));
}
