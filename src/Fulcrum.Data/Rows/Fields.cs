using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Fulcrum.Data.Rows;

/// <summary>The fields of a row by name. Rows share their names, so that a million of them fit into memory.</summary>
/// <param name="names">The names of all rows of the file.</param>
/// <param name="values">The values in the order of the names; <see langword="null"/> where this row has none.</param>
internal sealed class Fields(FieldNames names, string?[] values) : IReadOnlyDictionary<string, string>
{
    public static readonly Fields None = new(new FieldNames([]), []);

    public int Count => values.Count(value => value is not null);

    public IEnumerable<string> Keys => this.Select(pair => pair.Key);

    public IEnumerable<string> Values => this.Select(pair => pair.Value);

    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no field `{key}`.");

    /// <summary>The fields; <paramref name="names"/> are shared where they are the same and replaced where they are not.</summary>
    public static Fields Of(IReadOnlyCollection<KeyValuePair<string, string>> fields, ref FieldNames names)
    {
        if (fields.Count == 0) return None;
        if (!names.AreThose(fields.Select(field => field.Key))) names = new FieldNames([.. fields.Select(field => field.Key)]);
        return new Fields(names, [.. fields.Select(field => field.Value)]);
    }

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        var position = names.PositionOf(key);
        value = position < 0 ? null : values[position];
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        for (var position = 0; position < values.Length; position++)
            if (values[position] is { } value) yield return new(names[position], value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
