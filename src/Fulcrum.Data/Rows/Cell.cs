using System.Diagnostics.CodeAnalysis;
using System.Text;
using Fulcrum.Data.Unicode;

namespace Fulcrum.Data.Rows;

/// <summary>Decides what an empty cell is: one that is absent or shows nothing. Words such as <c>NA</c> or <c>none</c> are values.</summary>
/// <remarks>Readers leave out what their format itself calls missing: null, and NaN, which data-frame libraries write for it.</remarks>
internal static class Cell
{
    /// <summary>Absent, or nothing but white space and invisible characters.</summary>
    public static bool IsEmpty([NotNullWhen(false)] string? value)
    {
        if (value is null) return true;
        foreach (var rune in value.EnumerateRunes())
            if (!Rune.IsWhiteSpace(rune) && !InvisibleCharacters.Contains(rune)) return false;
        return true;
    }

    /// <summary>The value as it stands there, or <see langword="null"/> where the cell is empty.</summary>
    public static string? Of(SourceRow row, string? column) =>
        column is not null && row.Fields.TryGetValue(column, out var value) && !IsEmpty(value) ? value : null;
}
