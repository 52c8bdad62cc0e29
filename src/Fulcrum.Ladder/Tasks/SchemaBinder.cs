using Fulcrum.Data;
using System.Globalization;
using System.Text.Json.Nodes;
using Fulcrum.Ladder.Tasks.Yaml;

namespace Fulcrum.Ladder.Tasks;

/// <summary>
/// Turns YAML into JSON as a schema wants it and reports every difference with its place. The schema also settles what
/// a plain <c>1</c> or <c>true</c> is: a text where a text is expected, so that labels need no quotes.
/// </summary>
/// <remarks>Knows the keywords that <see cref="TaskSchema"/> uses, not all of JSON schema.</remarks>
internal sealed class SchemaBinder(InputErrorList errors)
{
    /// <summary>The JSON of <paramref name="yaml"/>; meaningful only where no error was reported.</summary>
    /// <param name="yaml">The piece of the file.</param>
    /// <param name="schema">What is expected there.</param>
    /// <param name="name">How messages call it, e.g. <c>`epochs`</c>.</param>
    public JsonNode? Bind(YamlTree yaml, JsonObject schema, string name) => yaml switch
    {
        YamlMapping mapping when Allows(schema, "object") => BindMapping(mapping, schema, name),
        YamlSequence sequence when Allows(schema, "array") => BindSequence(sequence, schema, name),
        YamlScalar scalar => BindScalar(scalar, schema, name),
        _ => Wrong(yaml, schema, name),
    };

    private JsonObject BindMapping(YamlMapping mapping, JsonObject schema, string name)
    {
        var known = schema["properties"] as JsonObject ?? [];
        var others = schema["additionalProperties"] as JsonObject;
        var result = new JsonObject();
        foreach (var (key, value) in mapping.Entries)
        {
            var expected = known[key.Text] as JsonObject ?? others;
            if (expected is null)
                errors.Add(key, $"`{key.Text}` is not known in {name}.", Remedy(key.Text, known));
            else if (value is not YamlScalar { IsNull: true })
                result[key.Text] = Bind(value, expected, $"`{key.Text}`");
        }

        var required = schema["required"] as JsonArray ?? [];
        foreach (var key in required.Select(r => (string)r!).Where(k => !result.ContainsKey(k)))
            errors.Add(mapping, $"`{key}` is missing in {name}.");
        return result;
    }

    private static string Remedy(string key, JsonObject known) => known.Count == 0
        ? "It takes no settings."
        : NearestName.Remedy(key, [.. known.Select(p => p.Key)]);

    private JsonArray BindSequence(YamlSequence sequence, JsonObject schema, string name)
    {
        if (schema["minItems"] is { } least && sequence.Items.Count < (int)least)
            errors.Add(sequence, $"{name} needs at least {least} entry.");
        var items = (JsonObject)schema["items"]!;
        return [.. sequence.Items.Select((item, i) => Bind(item, items, Invariant($"entry {i + 1} of {name}")))];
    }

    private JsonNode? BindScalar(YamlScalar scalar, JsonObject schema, string name)
    {
        if (schema["enum"] is JsonArray choices)
        {
            var names = choices.OfType<JsonValue>().Select(c => (string)c!).ToArray();
            if (!names.Contains(scalar.Text))
                errors.Add(scalar, $"{name} cannot be `{scalar.Text}`.", NearestName.Remedy(scalar.Text, names));
            return scalar.Text;
        }

        if (Allows(schema, "string") && !scalar.IsNull) return scalar.Text;
        if (!scalar.IsPlain) return Wrong(scalar, schema, name);
        if (Allows(schema, "boolean") && bool.TryParse(scalar.Text, out var truth)) return truth;
        if (Allows(schema, "integer") && long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return InRange(scalar, whole, schema, name) ? whole : null;
        if (Allows(schema, "number") && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return InRange(scalar, number, schema, name) ? number : null;
        return Wrong(scalar, schema, name);
    }

    private bool InRange(YamlScalar scalar, double value, JsonObject schema, string name)
    {
        var rule =
            schema["minimum"] is { } least && value < (double)least ? $"at least {least}"
            : schema["maximum"] is { } most && value > (double)most ? $"at most {most}"
            : schema["exclusiveMinimum"] is { } below && value <= (double)below ? $"more than {below}"
            : schema["exclusiveMaximum"] is { } above && value >= (double)above ? $"less than {above}"
            : null;
        if (rule is not null) errors.Add(scalar, $"{Capital(name)} must be {rule}, not {scalar.Text}.");
        return rule is null;
    }

    private JsonNode? Wrong(YamlTree yaml, JsonObject schema, string name)
    {
        var found = yaml switch
        {
            YamlMapping => "keys with values",
            YamlSequence => "a list",
            YamlScalar { IsNull: true } => "nothing",
            YamlScalar scalar => $"`{scalar.Text}`",
            _ => throw new ArgumentOutOfRangeException(nameof(yaml)),
        };
        errors.Add(yaml, $"{Capital(name)} must be {Expected(schema)}, not {found}.");
        return null;
    }

    private static string Expected(JsonObject schema) =>
        schema["enum"] is JsonArray choices ? $"one of {string.Join(", ", choices.OfType<JsonValue>())}"
        : Allows(schema, "string") ? "a text"
        : Allows(schema, "boolean") ? "true or false"
        : Allows(schema, "integer") ? "a whole number"
        : Allows(schema, "number") ? "a number"
        : Allows(schema, "array") ? "a list"
        : "keys with values";

    private static bool Allows(JsonObject schema, string type) => schema["type"] switch
    {
        JsonArray types => types.Any(t => (string?)t == type),
        { } single => (string?)single == type,
        null => false,
    };

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
