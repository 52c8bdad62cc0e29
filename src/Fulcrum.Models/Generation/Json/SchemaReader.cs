using System.Text.Encodings.Web;
using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.Generation.Json.Languages;

namespace Fulcrum.Models.Generation.Json;

/// <summary>
/// Turns a JSON schema into the language of what may be written: values that validate, with properties in the order of the
/// schema and a single space where one is usual. Numbers keep to 18 digits, so that any reader takes them.
/// </summary>
internal sealed class SchemaReader
{
    /// <summary>Keywords that say nothing about what is valid.</summary>
    private static readonly string[] Annotations =
        ["$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"];

    private static readonly string[] Known =
    [
        "type", "enum", "const", "anyOf", "properties", "required", "additionalProperties", "items", "minItems", "maxItems",
        "uniqueItems", "pattern", "minLength", "maxLength",
    ];

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly LanguageAlgebra _algebra = new();
    private readonly JsonCharacters _characters;
    private readonly List<InputError> _errors = [];

    private SchemaReader() => _characters = new JsonCharacters(_algebra);

    /// <summary>What may be written.</summary>
    /// <exception cref="InputException">All that is not supported or makes no sense, each with its place in the schema.</exception>
    public static RegularLanguage Read(JsonElement schema)
    {
        var reader = new SchemaReader();
        reader.RefuseHalfCharacters(schema, "#", 1);
        if (reader._errors.Count > 0) throw new InputException(reader._errors);
        var language = reader.ReadSchema(schema, "#");
        if (reader._errors.Count > 0) throw new InputException(reader._errors);
        return reader._algebra.Sequence(reader.Space, language);
    }

    /// <summary>JSON may write one half of a surrogate pair, as <c>\ud800</c>, which is no text and no model can write.</summary>
    private void RefuseHalfCharacters(JsonElement element, string path, int depth)
    {
        if (depth > SchemaLimits.Depth)
        {
            // Once, and before anything else walks it.
            throw new InputException(new InputError($"JSON schema: it has more than {SchemaLimits.Depth} objects and lists inside of each other."));
        }

        try
        {
            if (element.ValueKind == JsonValueKind.String) element.GetString();
            if (element.ValueKind == JsonValueKind.Array)
                foreach (var (i, entry) in element.EnumerateArray().Index()) RefuseHalfCharacters(entry, $"{path}/{i}", depth + 1);
            if (element.ValueKind == JsonValueKind.Object)
                foreach (var property in element.EnumerateObject()) RefuseHalfCharacters(property.Value, $"{path}/{property.Name}", depth + 1);
        }
        catch (InvalidOperationException)
        {
            Refuse(path, "holds half of a surrogate pair, which is no character.", "Write both halves, or the character itself.");
        }
    }

    private RegularLanguage Space => _algebra.Optional(_algebra.Text(" "));

    private RegularLanguage ReadSchema(JsonElement schema, string path)
    {
        if (schema.ValueKind != JsonValueKind.Object) return Refuse(path, "is no schema object.");
        var keywords = schema.EnumerateObject().Select(keyword => keyword.Name).Except(Annotations).ToArray();
        foreach (var unknown in keywords.Except(Known))
            Refuse(path, $"has `{unknown}`, which is not supported.", $"Known are {string.Join(", ", Known)}.");
        string[] values = ["enum", "const", "anyOf"];
        if (keywords.Intersect(values).FirstOrDefault() is { } value)
        {
            foreach (var other in keywords.Intersect(Known).Except([value, "type"])) Refuse(path, $"has `{other}` beside `{value}`, which is not supported.");
            if (value != "anyOf") return ReadValues(schema, value, path);
            if (keywords.Contains("type")) Refuse(path, "has `type` beside `anyOf`, which is not supported.");
            return _algebra.Choice([.. Entries(schema, "anyOf", path).Select((entry, i) => ReadSchema(entry, $"{path}/anyOf/{i}"))]);
        }

        var types = ReadTypes(schema, path);
        if (types.Length == 0) Refuse(path, "says no `type`, and not every value can be written.", "Give `type`, `enum`, `const` or `anyOf`.");
        return _algebra.Choice([.. types.Select(type => ReadType(type, schema, path))]);
    }

    private string[] ReadTypes(JsonElement schema, string path) => !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.String ? [type.GetString()!]
        : [.. Entries(schema, "type", path).Select(entry => entry.ToString())];

    private RegularLanguage ReadType(string type, JsonElement schema, string path)
    {
        switch (type)
        {
            case "object": return ReadObject(schema, path);
            case "array": return ReadArray(schema, path);
            case "string": return ReadString(schema, path);
            case "integer": return Integer(digits: 18);
            case "number": return Number();
            case "boolean": return _algebra.Choice(_algebra.Text("true"), _algebra.Text("false"));
            case "null": return _algebra.Text("null");
            default: return Refuse(path, $"has the type `{type}`, which does not exist.");
        }
    }

    private RegularLanguage ReadValues(JsonElement schema, string keyword, string path)
    {
        var types = ReadTypes(schema, path);
        var values = keyword == "const" ? [schema.GetProperty("const")] : Entries(schema, "enum", path);
        JsonElement[] fitting = [.. values.Where(value => types.Length == 0 || types.Any(type => IsOf(type, value)))];
        if (fitting.Length == 0) return Refuse(path, $"has no value in `{keyword}` that its `type` allows.");
        return _algebra.Choice([.. fitting.Select(Value)]);
    }

    private static bool IsOf(string type, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "number" || (type == "integer" && double.IsInteger(value.GetDouble())),
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        _ => type == "null",
    };

    private RegularLanguage Value(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? Quoted(_characters.Text(value.GetString()!))
        : _algebra.Text(JsonSerializer.Serialize(value, Compact));

    /// <summary>The properties in their order; <paramref name="schema"/> may leave some out.</summary>
    private RegularLanguage ReadObject(JsonElement schema, string path)
    {
        if (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Refuse(path, "has a schema for `additionalProperties`, which is not supported.", "Set it to false.");
        JsonProperty[] properties = schema.TryGetProperty("properties", out var known) && known.ValueKind == JsonValueKind.Object ? [.. known.EnumerateObject()] : [];
        if (known.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Object)) Refuse(path, "has `properties` that are no object.");
        string[] required = schema.TryGetProperty("required", out _) ? [.. Entries(schema, "required", path).Select(name => name.ToString())] : [];
        foreach (var missing in required.Except(properties.Select(property => property.Name)))
            Refuse(path, $"requires `{missing}`, which is not among its `properties`.");

        // From the last to the first, because what follows one depends on whether it is the first that is written.
        var close = _algebra.Sequence(Space, _algebra.Text("}"));
        var (asFirst, asLater) = (close, close);
        foreach (var property in properties.Reverse())
        {
            var value = ReadSchema(property.Value, $"{path}/properties/{property.Name}");
            var member = _algebra.Sequence(Quoted(_characters.Text(property.Name)), _algebra.Text(":"), Space, value, asLater);
            var first = _algebra.Sequence(Space, member);
            var later = _algebra.Sequence(_algebra.Text(","), Space, member);
            (asFirst, asLater) = required.Contains(property.Name) ? (first, later) : (_algebra.Choice(first, asFirst), _algebra.Choice(later, asLater));
        }

        return _algebra.Sequence(_algebra.Text("{"), asFirst);
    }

    private RegularLanguage ReadArray(JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("items", out var items)) return Refuse(path, "is an array without `items`.");
        var item = ReadSchema(items, $"{path}/items");
        var (least, most) = ReadBounds(schema, "minItems", "maxItems", path);
        var comma = _algebra.Sequence(_algebra.Text(","), Space);
        RegularLanguage List() => IsUnique(schema, path)
            ? Unique(ReadDifferent(items, $"{path}/items"), least, most, comma, path)
            : _algebra.Sequence(item, _algebra.Repeat(_algebra.Sequence(comma, item), Math.Max(0, least - 1), most - 1));
        var filled = most == 0 ? _algebra.Nothing : _algebra.Sequence(Space, List());
        return _algebra.Sequence(_algebra.Text("["), least == 0 ? _algebra.Optional(filled) : filled, Space, _algebra.Text("]"));
    }

    private bool IsUnique(JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("uniqueItems", out var unique)) return false;
        if (unique.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) Refuse(path, "has a `uniqueItems` that is neither true nor false.");
        return unique.ValueKind == JsonValueKind.True;
    }

    /// <summary>The values of a list whose items all differ.</summary>
    private RegularLanguage[] ReadDifferent(JsonElement items, string path)
    {
        if (items.ValueKind == JsonValueKind.Object && items.TryGetProperty("enum", out _))
        {
            var types = ReadTypes(items, path);
            return [.. Entries(items, "enum", path).Where(value => types.Length == 0 || types.Any(type => IsOf(type, value))).Select(Value).Distinct()];
        }

        Refuse(path, "has no `enum`, which `uniqueItems` needs.");
        return [];
    }

    private RegularLanguage Unique(RegularLanguage[] values, int least, int? most, RegularLanguage comma, string path)
    {
        if (values.Length == 0) return _algebra.Nothing;
        if (least > values.Length) return Refuse(path, "has fewer different values than `minItems`.");
        return _algebra.UniqueItems(values, Math.Max(1, least), Math.Min(most ?? values.Length, values.Length), comma);
    }

    private RegularLanguage ReadString(JsonElement schema, string path)
    {
        var (least, most) = ReadBounds(schema, "minLength", "maxLength", path);
        var ofLength = _algebra.Repeat(_characters.OneOf(CodePointSet.All), least, most);
        if (!schema.TryGetProperty("pattern", out var pattern)) return Quoted(ofLength);
        try
        {
            var matching = PatternReader.Read(pattern.ToString(), _algebra, _characters);
            var both = least == 0 && most is null ? matching : _algebra.Intersection(matching, ofLength);
            return both == _algebra.Nothing ? Refuse(path, "allows no string at all.") : Quoted(both);
        }
        catch (NotSupportedException refused)
        {
            return Refuse(path, $"has a `pattern` that is not supported. {refused.Message}.");
        }
    }

    private (int Least, int? Most) ReadBounds(JsonElement schema, string minimum, string maximum, string path)
    {
        var (least, most) = (Count(minimum) ?? 0, Count(maximum));
        if (most < least) Refuse(path, $"has a `{maximum}` below its `{minimum}`.");
        return (least, most);

        int? Count(string keyword)
        {
            if (!schema.TryGetProperty(keyword, out var value)) return null;
            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0) return count;
            Refuse(path, $"has a `{keyword}` that is no count.");
            return null;
        }
    }

    private RegularLanguage Integer(int digits)
    {
        var number = _algebra.Sequence(_algebra.Bytes('1', '9'), _algebra.Repeat(_algebra.Bytes('0', '9'), 0, digits - 1));
        return _algebra.Sequence(_algebra.Optional(_algebra.Text("-")), _algebra.Choice(_algebra.Text("0"), number));
    }

    private RegularLanguage Number()
    {
        var fraction = _algebra.Sequence(_algebra.Text("."), _algebra.Repeat(_algebra.Bytes('0', '9'), 1, 9));
        var sign = _algebra.Optional(_algebra.Choice(_algebra.Text("-"), _algebra.Text("+")));
        var exponent = _algebra.Sequence(_algebra.Choice(_algebra.Text("e"), _algebra.Text("E")), sign, _algebra.Repeat(_algebra.Bytes('0', '9'), 1, 2));
        return _algebra.Sequence(Integer(digits: 9), _algebra.Optional(fraction), _algebra.Optional(exponent));
    }

    private RegularLanguage Quoted(RegularLanguage content) => _algebra.Sequence(_algebra.Text("\""), content, _algebra.Text("\""));

    private JsonElement[] Entries(JsonElement schema, string keyword, string path)
    {
        if (schema.GetProperty(keyword) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0) return [.. list.EnumerateArray()];
        Refuse(path, $"has a `{keyword}` that is no list with entries.");
        return [];
    }

    private RegularLanguage Refuse(string path, string message, string? remedy = null)
    {
        _errors.Add(new InputError($"JSON schema: {path} {message}") { Remedy = remedy });
        return _algebra.Nothing;
    }
}
