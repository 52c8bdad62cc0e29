namespace Fulcrum.Data.Tests;

/// <summary>Texts of which no two are near-duplicates.</summary>
internal static class Distinct
{
    public static string Text(int number)
    {
        var random = new Random(number);
        return string.Concat(Enumerable.Range(0, 30).Select(_ => (char)('a' + random.Next(26))));
    }
}
