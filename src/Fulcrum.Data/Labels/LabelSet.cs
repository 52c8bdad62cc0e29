using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Fulcrum.Data.Labels;

/// <summary>The labels of one row: exactly one in classification, none to many, in ordinal order, in a multi-label task.</summary>
[JsonConverter(typeof(LabelSetConverter))]
public sealed class LabelSet : IReadOnlyList<string>, IEquatable<LabelSet>
{
    private readonly string[] _labels;

    private LabelSet(string[] labels, bool isList) => (_labels, IsList) = (labels, isList);

    /// <summary>Whether it is one of a multi-label task, and therefore written to JSON as an array; one label is written as a string.</summary>
    public bool IsList { get; }

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <summary>The only label.</summary>
    /// <exception cref="InvalidOperationException">There is none, or more than one.</exception>
    public string Only => _labels is [var only] ? only : throw new InvalidOperationException($"There are {Count} labels, not one.");

    /// <inheritdoc/>
    public string this[int index] => _labels[index];

    /// <summary>The one label of a row in classification.</summary>
    public static LabelSet Of(string label) => new([label], isList: false);

    /// <summary>The labels of a row in a multi-label task; one that is given more than once is taken once.</summary>
    public static LabelSet OfList(IEnumerable<string> labels) => new([.. labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], isList: true);

    /// <summary>The one label of a row in classification; <see langword="null"/> of <see langword="null"/>.</summary>
    [return: NotNullIfNotNull(nameof(label))]
    public static implicit operator LabelSet?(string? label) => label is null ? null : Of(label);

    /// <summary>Whether both hold the same labels.</summary>
    public static bool operator ==(LabelSet? left, LabelSet? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether one holds a label that the other does not.</summary>
    public static bool operator !=(LabelSet? left, LabelSet? right) => !(left == right);

    /// <summary>The same labels, each replaced by what <paramref name="change"/> makes of it.</summary>
    public LabelSet Select(Func<string, string> change) => IsList ? OfList(_labels.Select(change)) : Of(change(Only));

    /// <summary>
    /// The labels with a separator between them, as tables hold them in one cell; <c>[]</c> where there is none: an empty cell would say
    /// that nobody knows.
    /// </summary>
    public string Join(string separator) => Count == 0 ? "[]" : string.Join(separator, _labels);

    /// <inheritdoc/>
    public bool Equals(LabelSet? other) => other is not null && _labels.AsSpan().SequenceEqual(other._labels);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var label in _labels) hash.Add(label, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>The labels with commas between them; <c>(none)</c> where there is none.</summary>
    public override string ToString() => Count == 0 ? "(none)" : string.Join(", ", _labels);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_labels).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
