using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fulcrum.Data;

namespace Fulcrum.Ladder.Racing;

/// <summary>
/// An order of rows whose beginnings are samples, each within the next larger one: labels are spread as in the whole, each label
/// comes once before any comes twice, and the rows of a group lie side by side.
/// </summary>
public static class NestedOrder
{
    /// <summary>Orders rows by SHA-256 of <c>seed|group</c>, or of <c>seed|id</c> where a row is in no group, spread by label.</summary>
    /// <param name="rows">The rows; a row of several labels counts for its first.</param>
    /// <param name="seed">Another seed gives another order.</param>
    public static IReadOnlyList<Example> Of(IReadOnlyList<Example> rows, int seed) =>
    [
        .. rows.GroupBy(row => row.Group is { } group ? "group " + group : "row " + row.Id)
            .Select(group => (Key: Hash(seed, group.Key), Rows: group.ToArray()))
            .GroupBy(group => group.Rows[0].Labels is [var first, ..] ? first : "")
            .SelectMany(Spread)
            .OrderBy(group => group.Position)
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group => group.Rows),
    ];

    /// <summary>The first rows of the order, as they stood in the data.</summary>
    /// <inheritdoc cref="Of"/>
    /// <param name="rows">The rows.</param>
    /// <param name="seed">Of the order.</param>
    /// <param name="count">How many, at most.</param>
    public static IReadOnlyList<Example> First(IReadOnlyList<Example> rows, int seed, int count)
    {
        if (count >= rows.Count) return rows;
        var kept = Of(rows, seed).Take(count).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. rows.Where(kept.Contains)];
    }

    /// <summary>The groups of one label, each at its share of the label's rows: 0 for the first, below 1 for the last.</summary>
    private static IEnumerable<(double Position, string Key, Example[] Rows)> Spread(IEnumerable<(string Key, Example[] Rows)> ofLabel)
    {
        var groups = ofLabel.OrderBy(group => group.Key, StringComparer.Ordinal).ToArray();
        var (all, before) = (groups.Sum(group => group.Rows.Length), 0);
        foreach (var (key, rows) in groups)
        {
            yield return ((double)before / all, key, rows);
            before += rows.Length;
        }
    }

    private static string Hash(int seed, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}|{key}"))));
}
