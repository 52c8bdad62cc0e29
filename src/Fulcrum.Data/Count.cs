namespace Fulcrum.Data;

/// <summary>Numbers with their noun, for notes.</summary>
internal static class Count
{
    /// <summary><c>1 row</c>, <c>2,345 rows</c>.</summary>
    public static string Of(long number, string noun) => string.Create(Invariant, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");
}
