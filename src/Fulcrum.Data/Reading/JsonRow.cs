using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fulcrum.Data.Reading;

/// <summary>The JSON of one row and the place where it starts.</summary>
/// <param name="File">The file, as the user would name it.</param>
/// <param name="Json">In UTF-8.</param>
/// <param name="Line">1-based line of its first character.</param>
/// <param name="Column">1-based column of its first character.</param>
/// <param name="Number">What the row is called by: its line, or where several rows stand in one line its 1-based number.</param>
internal readonly partial record struct JsonRow(string File, ReadOnlyMemory<byte> Json, long Line, int Column, long Number)
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>The JSON of a sound row.</summary>
    public string Text
    {
        get
        {
            using var json = Parse(Json);
            return json.RootElement.GetRawText();
        }
    }

    /// <summary>The fields of the row, or <see langword="null"/> where it is broken or no object; what is wrong goes to <paramref name="errors"/>.</summary>
    public Dictionary<string, string>? Read(JsonFields fields, InputErrorList errors)
    {
        try
        {
            using var json = Parse(Json);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return fields.Of(json.RootElement, Number);
            errors.Add(At(0, "Not a JSON object."));
        }
        catch (JsonException fault)
        {
            errors.Add(DuplicateKey() ?? At(IndexOf(fault, Json.Span), "Broken JSON: " + JsonInput.Fault(fault)));
        }
        // Half a surrogate pair (\ud83d alone) is valid JSON but no text.
        catch (InvalidOperationException)
        {
            errors.Add(At(0, "A string holds an escape that is no character.") with { Column = null });
        }

        return null;
    }

    /// <summary>The error at a byte of the row.</summary>
    public InputError At(int index, string message)
    {
        var before = Json.Span[..index];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new InputError(message)
        {
            File = File,
            Line = Line + before.Count((byte)'\n'),
            // The parser counts bytes of UTF-8; people count characters.
            Column = Encoding.UTF8.GetCharCount(before[lineStart..]) + (lineStart == 0 ? Column : 1),
        };
    }

    /// <summary>The byte at which the parser stopped.</summary>
    public static int IndexOf(JsonException fault, ReadOnlySpan<byte> json)
    {
        var start = 0;
        for (var line = 0L; line < (fault.LineNumber ?? 0); line++) start += json[start..].IndexOf((byte)'\n') + 1;
        return Math.Min(json.Length, start + (int)(fault.BytePositionInLine ?? 0));
    }

    /// <summary>Python's <c>json</c> module and the data-frame libraries built on it write <c>NaN</c> for a missing value, which JSON does not know: null.</summary>
    public static byte[]? WithoutNaN(ReadOnlySpan<byte> json) => json.IndexOf("NaN"u8) < 0
        ? null
        : Encoding.UTF8.GetBytes(StringOrNaN().Replace(Encoding.UTF8.GetString(json), match => match.Value == "NaN" ? "null" : match.Value));

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, Options);
        }
        catch (JsonException) when (WithoutNaN(json.Span) is { } mended && IsSound(mended))
        {
            return JsonDocument.Parse(mended, Options);
        }
    }

    private static bool IsSound(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            return reader.TrySkip();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The first key that stands twice in one object: of two values nobody knows which is meant.</summary>
    private InputError? DuplicateKey()
    {
        var keys = new Stack<HashSet<string>>();
        var reader = new Utf8JsonReader(Json.Span);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartObject) keys.Push([]);
                else if (reader.TokenType == JsonTokenType.EndObject) keys.Pop();
                else if (reader.TokenType == JsonTokenType.PropertyName && !keys.Peek().Add(reader.GetString()!))
                    return At((int)reader.TokenStartIndex, $"The key `{reader.GetString()}` is duplicated in this object.") with { Remedy = "Leave one of them out." };
            }
        }
        catch (JsonException)
        {
            // It is broken further on, which the parser has said.
        }

        return null;
    }

    [GeneratedRegex("""\"(?:[^"\\]|\\.)*\"|\bNaN\b""", RegexOptions.Singleline)]
    private static partial Regex StringOrNaN();
}
