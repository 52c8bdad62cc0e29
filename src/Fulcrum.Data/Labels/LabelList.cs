using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fulcrum.Data.Labels;

/// <summary>Reads cells that hold a list of labels: a JSON array, or a list as Python and NumPy print it (<c>['a', 'b']</c>).</summary>
internal static partial class LabelList
{
    /// <summary>Whether the cell is a list.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="labels">
    /// What is in it: texts, numbers and truth values as they are written; nulls are left out. <see langword="null"/> where it holds
    /// lists or objects.
    /// </param>
    public static bool TryRead(string cell, out IReadOnlyList<string>? labels)
    {
        labels = null;
        var text = cell.Trim();
        if (!text.StartsWith('[') || !text.EndsWith(']')) return false;
        try
        {
            using var json = JsonDocument.Parse(text);
            var values = json.RootElement.EnumerateArray();
            if (IsIn(json.RootElement)) labels = [.. values.Where(value => value.ValueKind != JsonValueKind.Null).Select(TextOf)];
            return true;
        }
        catch (JsonException)
        {
            if (Printed().Match(text) is not { Success: true } list) return false;
            labels = [.. list.Groups["item"].Captures.Select(item => Escape().Replace(item.Value[1..^1], "$1"))];
            return true;
        }
    }

    /// <summary>Whether a JSON array holds nothing but labels.</summary>
    public static bool IsIn(JsonElement array) => array.EnumerateArray().All(IsScalar);

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object);

    [GeneratedRegex("""\A\[[\s,]*(?:(?<item>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")[\s,]*)*\]\z""", RegexOptions.Singleline)]
    private static partial Regex Printed();

    [GeneratedRegex(@"\\(.)", RegexOptions.Singleline)]
    private static partial Regex Escape();
}
