using System.Text;
using System.Text.Json;

namespace Fulcrum.Data.Reading;

/// <summary>The values of a JSON file that does not hold one per line: those of an array, or values that stretch over several lines.</summary>
internal static class JsonObjects
{
    /// <summary>Whether the first line that is not blank begins an array, or an object that goes on in the next line.</summary>
    public static bool AreIn(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        if (text.StartsWith('[')) return true;
        var end = text.IndexOf('\n');
        if (end < 0 || !text.StartsWith('{')) return false;
        var line = Encoding.UTF8.GetBytes(text[..end].TrimEnd().ToString());
        try
        {
            var reader = new Utf8JsonReader(line, isFinalBlock: false, state: default);
            var last = JsonTokenType.None;
            while (reader.Read()) last = reader.TokenType;
            // A string that is not closed never goes on in the next line: that line is broken, and the next may be sound.
            return (last is JsonTokenType.StartObject || reader.CurrentDepth > 0) && !line.AsSpan((int)reader.BytesConsumed).Contains((byte)'"');
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Where the values are, in order, and what breaks the text behind them, if anything does.</summary>
    public static (IReadOnlyList<Range> Values, JsonException? Fault) In(ReadOnlySpan<byte> utf8)
    {
        var values = new List<Range>();
        // One level more than a row may have: that of the array.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 65 });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray) continue;
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                values.Add(start..(int)reader.BytesConsumed);
            }
        }
        catch (JsonException fault)
        {
            return (values, fault);
        }

        return (values, null);
    }
}
