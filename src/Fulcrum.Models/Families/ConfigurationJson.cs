using System.Globalization;
using System.Text.Json.Nodes;
using Fulcrum.Data;

namespace Fulcrum.Models.Families;

/// <summary>Reads values of a <c>config.json</c> and keeps what is wrong, so that all of it is told at once.</summary>
internal sealed class ConfigurationJson(JsonObject json, string file)
{
    /// <summary>No dimension of any model comes near it; lists as long as a dimension stay small.</summary>
    private const int LargestSize = 1 << 24;

    private readonly List<InputError> _errors = [];

    /// <summary>How errors name the file.</summary>
    public string File => file;

    /// <exception cref="InputException">The file is absent or no JSON object.</exception>
    public static ConfigurationJson Open(string file) => new(JsonInput.ReadObject(file, "The configuration"), file);

    public string? Text(string key) => Value<string>(key, out var text) ? text : null;

    public bool? Flag(string key) => Value<bool>(key, out var flag) ? flag : null;

    public double? Number(string key)
    {
        if (!Value<double>(key, out var number)) return null;
        if (double.IsFinite(number)) return number;
        Fail($"{key} is not as expected: {json[key]!.ToJsonString()}.");
        return null;
    }

    /// <summary>A positive integer; without a fallback its absence is an error.</summary>
    public int Size(string key, int? fallback = null)
    {
        var node = json[key];
        if (node is null && fallback is not null) return fallback.Value;
        if (node is JsonValue value && value.TryGetValue<int>(out var size) && size is > 0 and <= LargestSize) return size;
        Fail(node is null ? $"The configuration has no {key}." : $"{key} is not an integer from 1 to {LargestSize}: {node.ToJsonString()}.");
        return 1;
    }

    /// <summary>A positive integer, or null where the file says null.</summary>
    public int? OptionalSize(string key, int? absent = null) => !json.ContainsKey(key) ? absent : json[key] is null ? null : Size(key);

    /// <summary>A list of texts; empty where there is none.</summary>
    public IReadOnlyList<string> Texts(string key) =>
        json[key] is JsonArray list ? [.. list.OfType<JsonValue>().Select(item => item.TryGetValue<string>(out var text) ? text : item.ToJsonString())] : [];

    /// <summary>The texts of an object whose keys are 0, 1, …; empty where there is none.</summary>
    public IReadOnlyList<string> NumberedTexts(string key)
    {
        if (json[key] is not JsonObject numbered) return [];
        var texts = new ConfigurationJson(numbered, file, _errors);
        return [.. Enumerable.Range(0, numbered.Count).Select(number => texts.Text(number.ToString(CultureInfo.InvariantCulture)) ?? Missing(number))];

        string Missing(int number)
        {
            Fail($"{key} has {numbered.Count} entries, but none for {number}.");
            return "";
        }
    }

    /// <summary>A token id or a list of them.</summary>
    public IReadOnlyList<int> Tokens(string key) => json[key] switch
    {
        JsonArray list => [.. list.OfType<JsonValue>().Where(item => item.TryGetValue<int>(out _)).Select(item => item.GetValue<int>())],
        JsonValue value when value.TryGetValue<int>(out var token) => [token],
        _ => [],
    };

    /// <summary>A token id, the first of a list, or null.</summary>
    public int? Token(string key) => Tokens(key) is [var token, ..] ? token : null;

    /// <summary>The object under this key, or null; its errors are reported with those of this one.</summary>
    public ConfigurationJson? Object(string key) => json[key] is JsonObject inner ? new ConfigurationJson(inner, file, _errors) : null;

    public void Fail(string message, string? remedy = null) => _errors.Add(new InputError(message) { File = file, Remedy = remedy });

    /// <exception cref="InputException">Something was wrong.</exception>
    public void ThrowIfFailed()
    {
        if (_errors.Count > 0) throw new InputException(_errors);
    }

    private ConfigurationJson(JsonObject json, string file, List<InputError> errors)
        : this(json, file) => _errors = errors;

    private bool Value<T>(string key, out T value)
    {
        value = default!;
        if (json[key] is not { } node) return false;
        if (node is JsonValue scalar && scalar.TryGetValue(out value!)) return true;
        Fail($"{key} is not as expected: {node.ToJsonString()}.");
        return false;
    }
}
